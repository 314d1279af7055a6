package dev.fleetpulse.devstack;

/**
 * A database of a ClickHouse server and a login that may do everything in it.
 *
 * @param url {@code http://host:port}
 */
public record ClickHouseEndpoint(String url, String user, String password, String database) {
  /** Without the password, which has no place in a log. */
  @Override
  public String toString() {
    return url + "/" + database + " as " + user;
  }
}
