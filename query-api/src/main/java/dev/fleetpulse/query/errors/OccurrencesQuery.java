package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which occurrences are asked for.
 *
 * @param range by the senders' clocks
 */
record OccurrencesQuery(
    Optional<String> app,
    Optional<String> instance,
    Optional<String> release,
    Optional<String> environment,
    Optional<TimeRange> range,
    Page page) {
  private static final Duration RANGE_MAX = Duration.ofDays(366);

  static Parsed<OccurrencesQuery> read(Parameters parameters, Instant now) {
    var app = parameters.text("app");
    var instance = parameters.text("instance");
    var release = parameters.text("release");
    var environment = parameters.text("environment");
    var range = TimeRange.read(parameters, now, RANGE_MAX);
    var page = Page.read(parameters);
    return parameters.parsed(
        () -> new OccurrencesQuery(app, instance, release, environment, range, page));
  }

  /** The conditions on rows beside tenant and signature; the values come apart. */
  String conditions() {
    var sql = new StringBuilder();
    app.ifPresent(given -> sql.append(" AND app = {app:String}"));
    instance.ifPresent(given -> sql.append(" AND instance_id = {instance:String}"));
    release.ifPresent(given -> sql.append(" AND release = {release:String}"));
    environment.ifPresent(given -> sql.append(" AND environment = {environment:String}"));
    range.ifPresent(
        given ->
            sql.append(" AND timestamp >= fromUnixTimestamp64Milli({fromMs:Int64})")
                .append(" AND timestamp < fromUnixTimestamp64Milli({toMs:Int64})"));
    return sql.toString();
  }

  Map<String, Object> values(String tenant, String signature) {
    var values = new HashMap<String, Object>();
    values.put("tenant", tenant);
    values.put("signature", signature);
    app.ifPresent(given -> values.put("app", given));
    instance.ifPresent(given -> values.put("instance", given));
    release.ifPresent(given -> values.put("release", given));
    environment.ifPresent(given -> values.put("environment", given));
    range.ifPresent(
        given -> {
          values.put("fromMs", given.from().toEpochMilli());
          values.put("toMs", given.to().toEpochMilli());
        });
    return values;
  }
}
