package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.streams.sink.HeartbeatJson;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The latest state of each instance; one that is forgotten has none. */
final class InstancesTable implements Table<InstanceRow> {
  private static final String UPSERT =
      """
      WITH told AS (
        SELECT * FROM unnest(
          ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS told (
          tenant, instance_id, app, revision, status, reason, status_since, first_seen,
          last_contact, partition_clock, down_after_ms, ingestor, last_timestamp, version,
          server_name, uptime_seconds, memory_mb, cpu_percent, routes_total, routes_unhealthy,
          slowest_path, slowest_avg_ms, last_heartbeat, partition, skew_ms)),
      forgotten AS (
        DELETE FROM instances AS stored
        USING told
        WHERE told.status IS NULL
          AND stored.tenant = told.tenant AND stored.instance_id = told.instance_id
          AND stored.revision <= told.revision)
      INSERT INTO instances AS stored (
        tenant, instance_id, app, revision, status, reason, status_since, first_seen, last_contact,
        partition_clock, down_after_ms, ingestor, last_timestamp, version, server_name,
        uptime_seconds, memory_mb, cpu_percent, routes_total, routes_unhealthy, slowest_path,
        slowest_avg_ms, last_heartbeat, partition, skew_ms)
      SELECT * FROM told WHERE told.status IS NOT NULL
      ON CONFLICT (tenant, instance_id) DO UPDATE SET
        app = excluded.app, revision = excluded.revision, status = excluded.status,
        reason = excluded.reason, status_since = excluded.status_since,
        first_seen = excluded.first_seen, last_contact = excluded.last_contact,
        partition_clock = excluded.partition_clock, down_after_ms = excluded.down_after_ms,
        ingestor = excluded.ingestor, last_timestamp = excluded.last_timestamp,
        version = excluded.version, server_name = excluded.server_name,
        uptime_seconds = excluded.uptime_seconds, memory_mb = excluded.memory_mb,
        cpu_percent = excluded.cpu_percent, routes_total = excluded.routes_total,
        routes_unhealthy = excluded.routes_unhealthy, slowest_path = excluded.slowest_path,
        slowest_avg_ms = excluded.slowest_avg_ms, last_heartbeat = excluded.last_heartbeat,
        partition = excluded.partition, skew_ms = excluded.skew_ms
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;
  private final HeartbeatJson json = new HeartbeatJson();

  /** Writes through the given store. */
  InstancesTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-instances";
  }

  @Override
  public Object identity(Row<InstanceRow> row) {
    return row.value().instance();
  }

  @Override
  public long revision(Row<InstanceRow> row) {
    return row.value().revision();
  }

  @Override
  public WriteOutcome write(List<Row<InstanceRow>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(row -> row.instance().tenant())
            .text(row -> row.instance().instanceId())
            .text(state(InstanceState::getApp))
            .bigint(InstanceRow::revision)
            .text(state(InstanceState::getStatus))
            .text(state(InstanceState::getReason))
            .time(state(InstanceState::getStatusSinceMs))
            .time(state(InstanceState::getFirstSeenMs))
            .time(state(InstanceState::getLastContactMs))
            .time(state(InstanceState::getPartitionClockMs))
            .bigint(state(InstanceState::getDownAfterMs))
            .text(state(InstanceState::getIngestor))
            .time(latest(Heartbeat::getTimestampMs))
            .text(latest(Heartbeat::getVersion))
            .text(part(Heartbeat::getServer, Server::getName))
            .bigint(part(Heartbeat::getServer, Server::getUptimeSeconds))
            .real(part(Heartbeat::getProcess, ProcessUsage::getMemoryMb))
            .real(part(Heartbeat::getProcess, ProcessUsage::getCpuPercent))
            .integer(part(Heartbeat::getRoutes, Routes::getTotal))
            .integer(part(Heartbeat::getRoutes, Routes::getUnhealthy))
            .text(part(Heartbeat::getRoutes, Routes::getSlowestPath))
            .real(part(Heartbeat::getRoutes, Routes::getSlowestAvgMs))
            .json(latest(json::of))
            .integer(state(InstanceState::getPartition))
            .bigint(state(InstanceState::getSkewMs)));
  }

  private static <T> Function<InstanceRow, T> state(Function<InstanceState, T> value) {
    return row -> row.state().map(value).orElse(null);
  }

  private static <T> Function<InstanceRow, T> latest(Function<Heartbeat, T> value) {
    return state(state -> Optional.ofNullable(state.getLastHeartbeat()).map(value).orElse(null));
  }

  private static <P, T> Function<InstanceRow, T> part(
      Function<Heartbeat, P> part, Function<P, T> value) {
    return latest(heartbeat -> Optional.ofNullable(part.apply(heartbeat)).map(value).orElse(null));
  }
}
