package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Row;
import dev.fleetpulse.query.store.Timescale;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads servers and what is known of them. */
final class ServersDao {
  private static final String COUNT =
      """
      WITH asked AS (
        SELECT ?::text AS tenant, ?::text AS wanted_status, ?::text AS wanted_app, ?::text AS wanted_text,
               ?::timestamptz AS now),
      :seen
      SELECT count(*) AS total
      FROM asked
      JOIN seen ON (wanted_status IS NULL OR status = wanted_status)
        AND (wanted_app IS NULL OR app = wanted_app)
        AND (wanted_text IS NULL
          OR strpos(lower(concat_ws(E'\\n', instance_id, server_name, app)), lower(wanted_text)) > 0)
      """
          .replace(":seen", Overlay.SEEN);

  /** The cost is worked out for the rows of the page only, unless it is what they are sorted by. */
  private static final String LIST =
      """
      WITH asked AS (
        SELECT ?::text AS tenant, ?::text AS wanted_status, ?::text AS wanted_app, ?::text AS wanted_text,
               ?::timestamptz AS now, ?::timestamptz AS cost_from, ?::timestamptz AS cost_to),
      :seen
      SELECT instance_id, coalesce(server_name, instance_id) AS name, app, status, reason, status_since,
             last_contact, version, uptime_seconds, memory_mb, cpu_percent, routes_total, routes_unhealthy,
             slowest_path, slowest_avg_ms,
             (SELECT coalesce(sum(usage.cost), 0)
              FROM usage_hourly usage
              WHERE usage.tenant = seen.tenant AND usage.instance_id = seen.instance_id
                AND usage.hour >= cost_from AND usage.hour < cost_to) AS cost
      FROM asked
      JOIN seen ON (wanted_status IS NULL OR status = wanted_status)
        AND (wanted_app IS NULL OR app = wanted_app)
        AND (wanted_text IS NULL
          OR strpos(lower(concat_ws(E'\\n', instance_id, server_name, app)), lower(wanted_text)) > 0)
      ORDER BY :order, instance_id
      LIMIT ? OFFSET ?
      """
          .replace(":seen", Overlay.SEEN);

  private static final String FIND =
      """
      WITH asked AS (
        SELECT ?::text AS tenant, ?::timestamptz AS now, ?::timestamptz AS cost_from, ?::timestamptz AS cost_to),
      :seen
      SELECT instance_id, coalesce(server_name, instance_id) AS name, app, status, reason, status_since,
             recorded_status, recorded_reason, recorded_since, first_seen, last_contact, partition_clock,
             down_after_ms, ingestor, version, uptime_seconds, memory_mb, cpu_percent, routes_total,
             routes_unhealthy, slowest_path, slowest_avg_ms, last_heartbeat, partition, clock, recovered_at,
             skew_ms,
             (SELECT coalesce(sum(usage.cost), 0)
              FROM usage_hourly usage
              WHERE usage.tenant = seen.tenant AND usage.instance_id = seen.instance_id
                AND usage.hour >= cost_from AND usage.hour < cost_to) AS cost
      FROM asked
      JOIN seen ON instance_id = ?
      """
          .replace(":seen", Overlay.SEEN);

  private static final String KNOWN =
      """
      SELECT count(*) AS known
      FROM instances
      WHERE tenant = ? AND instance_id = ?
      """;

  private static final String HEARTBEATS =
      """
      SELECT "timestamp", append_time, status, uptime_seconds, memory_mb, cpu_percent, routes_unhealthy,
             slowest_avg_ms, total_tokens, total_cost, total_calls
      FROM heartbeats
      WHERE tenant = ? AND instance_id = ?
      ORDER BY "timestamp" DESC
      LIMIT 60
      """;

  private static final String USAGE =
      """
      SELECT coalesce(sum(samples), 0) AS samples, coalesce(sum(tokens), 0) AS tokens,
             coalesce(sum(cost), 0) AS cost, coalesce(sum(calls), 0) AS calls,
             coalesce(sum(repairs), 0) AS repairs,
             coalesce(sum(repair_successes), 0) AS repair_successes,
             coalesce(sum(repair_failures), 0) AS repair_failures
      FROM usage_hourly
      WHERE tenant = ? AND instance_id = ? AND hour >= ? AND hour < ?
      """;

  private static final String STATUS_CHANGES =
      """
      SELECT changed_at, from_status, to_status, reason, last_contact, down_after_ms, partition_clock, ingestor
      FROM status_changes
      WHERE tenant = ? AND instance_id = ?
      ORDER BY changed_at DESC, revision DESC
      LIMIT 20
      """;

  private static final String ERROR_GROUPS =
      """
      SELECT signature, title, category, count, first_seen, last_seen
      FROM error_groups
      WHERE tenant = ? AND instances @> ARRAY[?::text]
      ORDER BY last_seen DESC, signature, app
      LIMIT 20
      """;

  private final Timescale timescale;

  ServersDao(Timescale timescale) {
    this.timescale = timescale;
  }

  long count(String tenant, ServersQuery query, Instant now) {
    return timescale.only(
        "the number of servers of " + tenant,
        COUNT,
        row -> row.count("total"),
        tenant,
        query.status().orElse(null),
        query.app().orElse(null),
        query.text().orElse(null),
        now);
  }

  /** One page of servers, with their cost in the given hours. */
  List<Server> list(String tenant, ServersQuery query, TimeRange hours, Instant now) {
    return timescale.list(
        "the servers of " + tenant,
        LIST.replace(":order", query.orderBy()),
        ServersDao::server,
        tenant,
        query.status().orElse(null),
        query.app().orElse(null),
        query.text().orElse(null),
        now,
        hours.from(),
        hours.to(),
        query.page().limit(),
        query.page().offset());
  }

  private record Latest(Server server, ServerDetail.Evidence evidence, String heartbeat) {}

  /** Everything about one server, or nothing where the tenant has none of this id. */
  Optional<ServerDetail> find(String tenant, String id, TimeRange hours, Instant now) {
    return latest(tenant, id, hours, now)
        .map(
            latest ->
                new ServerDetail(
                    latest.server(),
                    latest.evidence(),
                    latest.heartbeat(),
                    heartbeats(tenant, id),
                    usage(tenant, id, hours),
                    statusChanges(tenant, id),
                    errorGroups(tenant, id)));
  }

  /** Whether the tenant has a server of this id. */
  boolean isKnown(String tenant, String id) {
    return timescale.only(
        "whether there is a server " + id, KNOWN, row -> row.count("known") > 0, tenant, id);
  }

  private Optional<Latest> latest(String tenant, String id, TimeRange hours, Instant now) {
    return timescale.first(
        "server " + id,
        FIND,
        row -> new Latest(server(row), evidence(row), row.text("last_heartbeat")),
        tenant,
        now,
        hours.from(),
        hours.to(),
        id);
  }

  private List<ServerDetail.Heartbeat> heartbeats(String tenant, String id) {
    return timescale.list(
        "the heartbeats of " + id,
        HEARTBEATS,
        row ->
            new ServerDetail.Heartbeat(
                row.instant("timestamp"),
                row.instant("append_time"),
                row.text("status"),
                row.number("uptime_seconds"),
                row.measure("memory_mb"),
                row.measure("cpu_percent"),
                row.number("routes_unhealthy"),
                row.measure("slowest_avg_ms"),
                row.number("total_tokens"),
                row.decimal("total_cost"),
                row.number("total_calls")),
        tenant,
        id);
  }

  private ServerDetail.Usage usage(String tenant, String id, TimeRange hours) {
    return timescale.only(
        "the usage of " + id,
        USAGE,
        row ->
            new ServerDetail.Usage(
                hours.from(),
                hours.to(),
                row.count("samples"),
                row.count("tokens"),
                row.decimal("cost"),
                row.count("calls"),
                row.count("repairs"),
                row.count("repair_successes"),
                row.count("repair_failures")),
        tenant,
        id,
        hours.from(),
        hours.to());
  }

  private List<ServerDetail.StatusChange> statusChanges(String tenant, String id) {
    return timescale.list(
        "the status changes of " + id,
        STATUS_CHANGES,
        row ->
            new ServerDetail.StatusChange(
                row.instant("changed_at"),
                row.text("from_status"),
                row.text("to_status"),
                row.text("reason"),
                row.instant("last_contact"),
                row.count("down_after_ms"),
                row.instant("partition_clock"),
                row.text("ingestor")),
        tenant,
        id);
  }

  private List<ServerDetail.InstanceErrorGroup> errorGroups(String tenant, String id) {
    return timescale.list(
        "the error groups of " + id,
        ERROR_GROUPS,
        row ->
            new ServerDetail.InstanceErrorGroup(
                row.text("signature"),
                row.text("title"),
                row.text("category"),
                row.count("count"),
                row.instant("first_seen"),
                row.instant("last_seen")),
        tenant,
        id);
  }

  private static Server server(Row row) throws SQLException {
    return new Server(
        row.text("instance_id"),
        row.text("name"),
        row.text("app"),
        row.text("status"),
        row.text("reason"),
        row.instant("status_since"),
        row.instant("last_contact"),
        row.text("version"),
        row.number("uptime_seconds"),
        row.measure("memory_mb"),
        row.measure("cpu_percent"),
        new Server.Routes(
            row.number("routes_total"),
            row.number("routes_unhealthy"),
            row.text("slowest_path"),
            row.measure("slowest_avg_ms")),
        row.decimal("cost"));
  }

  private static ServerDetail.Evidence evidence(Row row) throws SQLException {
    return new ServerDetail.Evidence(
        row.text("recorded_status"),
        row.text("recorded_reason"),
        row.instant("recorded_since"),
        row.instant("first_seen"),
        row.instant("last_contact"),
        row.count("down_after_ms"),
        row.instant("partition_clock"),
        row.text("ingestor"),
        row.count("partition"),
        row.instant("clock"),
        row.instant("recovered_at"),
        row.number("skew_ms"));
  }
}
