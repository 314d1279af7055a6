package dev.fleetpulse.devstack;

/**
 * A PostgreSQL database and a login that may do everything in it.
 *
 * @param jdbcUrl {@code jdbc:postgresql://host:port/name}
 */
public record Database(String jdbcUrl, String user, String password) {
  /** Without the password, which has no place in a log. */
  @Override
  public String toString() {
    return jdbcUrl + " as " + user;
  }
}
