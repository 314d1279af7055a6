package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.sink.HeartbeatIdentity;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The numbers of each heartbeat, for recent series. */
final class HeartbeatsTable implements Table<Heartbeat> {
  private static final String UPSERT =
      """
      INSERT INTO heartbeats AS stored (
        tenant, instance_id, "timestamp", append_time, revision, status, uptime_seconds, memory_mb,
        cpu_percent, routes_unhealthy, slowest_avg_ms, total_tokens, total_cost_nanos, total_calls)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, instance_id, "timestamp") DO UPDATE SET
        append_time = excluded.append_time, revision = excluded.revision,
        status = excluded.status, uptime_seconds = excluded.uptime_seconds,
        memory_mb = excluded.memory_mb, cpu_percent = excluded.cpu_percent,
        routes_unhealthy = excluded.routes_unhealthy, slowest_avg_ms = excluded.slowest_avg_ms,
        total_tokens = excluded.total_tokens, total_cost_nanos = excluded.total_cost_nanos,
        total_calls = excluded.total_calls
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;
  private final Generation generation;

  /** Writes through the given store. */
  HeartbeatsTable(Timescale timescale, Generation generation) {
    this.timescale = timescale;
    this.generation = generation;
  }

  @Override
  public String name() {
    return "timescale-heartbeats";
  }

  @Override
  public Object identity(Row<Heartbeat> row) {
    return HeartbeatIdentity.of(row.value());
  }

  @Override
  public long revision(Row<Heartbeat> row) {
    return generation.revisionAt(row.source().offset());
  }

  @Override
  public WriteOutcome write(List<Row<Heartbeat>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows)
            .text(row -> row.value().getTenant())
            .text(row -> row.value().getInstanceId())
            .time(row -> row.value().getTimestampMs())
            .time(row -> row.source().timestamp())
            .bigint(this::revision)
            .text(part(Heartbeat::getServer, Server::getStatus))
            .bigint(part(Heartbeat::getServer, Server::getUptimeSeconds))
            .real(part(Heartbeat::getProcess, ProcessUsage::getMemoryMb))
            .real(part(Heartbeat::getProcess, ProcessUsage::getCpuPercent))
            .integer(part(Heartbeat::getRoutes, Routes::getUnhealthy))
            .real(part(Heartbeat::getRoutes, Routes::getSlowestAvgMs))
            .bigint(part(Heartbeat::getUsage, Usage::getTotalTokens))
            .bigint(part(Heartbeat::getUsage, Usage::getTotalCostNanos))
            .bigint(part(Heartbeat::getUsage, Usage::getTotalCalls)));
  }

  private static <P, T> Function<Row<Heartbeat>, T> part(
      Function<Heartbeat, P> part, Function<P, T> value) {
    return row -> Optional.ofNullable(part.apply(row.value())).map(value).orElse(null);
  }
}
