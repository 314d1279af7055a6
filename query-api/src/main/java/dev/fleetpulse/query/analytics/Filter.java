package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whose figures are asked for.
 *
 * @param app only this one's
 * @param server only this one's
 */
record Filter(Optional<String> app, Optional<String> server) {
  /** Everything of the tenant. */
  static final Filter NONE = new Filter(Optional.empty(), Optional.empty());

  /** Reads {@code app} and {@code server}. */
  static Filter read(Parameters parameters) {
    return new Filter(parameters.text("app"), parameters.text("server"));
  }

  /** Further conditions of TimescaleDB's; only constants of ours, so that indices can be used. */
  String sql() {
    return (app.isPresent() ? " AND app = ?" : "")
        + (server.isPresent() ? " AND instance_id = ?" : "");
  }

  /** The values before, then those of {@link #sql}, then the ones after. */
  Object[] values(List<?> before, Object... after) {
    var values = new ArrayList<Object>(before);
    app.ifPresent(values::add);
    server.ifPresent(values::add);
    values.addAll(List.of(after));
    return values.toArray();
  }

  /** Further conditions of ClickHouse's. */
  String clickHouseSql() {
    return (app.isPresent() ? " AND app = {app:String}" : "")
        + (server.isPresent() ? " AND instance_id = {server:String}" : "");
  }

  /** The given values and those of {@link #clickHouseSql}. */
  Map<String, Object> clickHouseValues(Map<String, Object> others) {
    var values = new HashMap<>(others);
    app.ifPresent(given -> values.put("app", given));
    server.ifPresent(given -> values.put("server", given));
    return values;
  }
}
