package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import java.util.List;
import java.util.Optional;

/** Reads what the store knows of a server beside its state. */
final class ServersDao {
  private static final String LAST_HEARTBEAT =
      """
      SELECT last_heartbeat
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

  private static final String REPAIRS =
      """
      SELECT repair_id, repaired_at, success::text AS success, error, tokens, cost, model, duration_ms
      FROM repairs
      WHERE tenant = ? AND instance_id = ?
      ORDER BY repaired_at DESC, repair_id
      LIMIT 20
      """;

  private static final String OPEN_ALERTS =
      """
      SELECT episode, type, severity, status, message, opened_at, last_seen
      FROM alerts
      WHERE tenant = ? AND instance_id = ? AND status <> 'resolved'
      ORDER BY opened_at DESC, episode
      LIMIT 20
      """;

  private final Timescale timescale;

  ServersDao(Timescale timescale) {
    this.timescale = timescale;
  }

  /** What only the store knows of a server: what it told, used, and had a part in. */
  ServerDetail find(String tenant, Server server, ServerDetail.Evidence evidence, TimeRange hours) {
    var id = server.id();
    var usage = usage(tenant, id, hours);
    return new ServerDetail(
        server.withCost(usage.cost()),
        evidence,
        lastHeartbeat(tenant, id),
        heartbeats(tenant, id),
        usage,
        statusChanges(tenant, id),
        repairs(tenant, id),
        openAlerts(tenant, id),
        errorGroups(tenant, id));
  }

  /** As JSON; null where the store has not heard of it yet. */
  private String lastHeartbeat(String tenant, String id) {
    return timescale
        .list(
            tenant,
            "the last heartbeat of " + id,
            LAST_HEARTBEAT,
            row -> Optional.ofNullable(row.text("last_heartbeat")),
            tenant,
            id)
        .stream()
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private List<ServerDetail.Heartbeat> heartbeats(String tenant, String id) {
    return timescale.list(
        tenant,
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
        tenant,
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
        tenant,
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

  private List<ServerDetail.Repair> repairs(String tenant, String id) {
    return timescale.list(
        tenant,
        "the repairs of " + id,
        REPAIRS,
        row ->
            new ServerDetail.Repair(
                row.text("repair_id"),
                row.instant("repaired_at"),
                Optional.ofNullable(row.text("success")).map(Boolean::valueOf).orElse(null),
                row.text("error"),
                row.number("tokens"),
                row.decimal("cost"),
                row.text("model"),
                row.number("duration_ms")),
        tenant,
        id);
  }

  private List<ServerDetail.OpenAlert> openAlerts(String tenant, String id) {
    return timescale.list(
        tenant,
        "the open alerts of " + id,
        OPEN_ALERTS,
        row ->
            new ServerDetail.OpenAlert(
                row.text("episode"),
                row.text("type"),
                row.text("severity"),
                row.text("status"),
                row.text("message"),
                row.instant("opened_at"),
                row.instant("last_seen")),
        tenant,
        id);
  }

  private List<ServerDetail.InstanceErrorGroup> errorGroups(String tenant, String id) {
    return timescale.list(
        tenant,
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
}
