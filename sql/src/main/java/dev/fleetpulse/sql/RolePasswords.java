package dev.fleetpulse.sql;

/**
 * The passwords of our roles, the same in both stores.
 *
 * @param sink of {@code fleetpulse_sink}, which writes the tables
 * @param api of {@code fleetpulse_api}, which the query API reads with
 * @param grafana of {@code fleetpulse_grafana}, which dashboards read with
 */
public record RolePasswords(String sink, String api, String grafana) {
  /** Refuses empty passwords, because some authentication methods take them as "no password". */
  public RolePasswords {
    if (sink.isBlank() || api.isBlank() || grafana.isBlank()) {
      throw new IllegalArgumentException("The password of a role must not be blank");
    }
  }

  /** Names the roles only, so that no password ends in a log. */
  @Override
  public String toString() {
    return "RolePasswords[of fleetpulse_sink, fleetpulse_api, fleetpulse_grafana]";
  }
}
