package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.sink.HeartbeatIdentity;
import dev.fleetpulse.streams.sink.HeartbeatJson;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every heartbeat, whole. */
final class HeartbeatsTable implements Table<Heartbeat> {
  private final ClickHouse clickHouse;
  private final Generation generation;
  private final Columns<Row<Heartbeat>> columns;

  /** Writes through the given store. */
  HeartbeatsTable(ClickHouse clickHouse, Generation generation) {
    this.clickHouse = clickHouse;
    this.generation = generation;
    this.columns = columns();
  }

  @Override
  public String name() {
    return "clickhouse-heartbeats";
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
    return clickHouse.insert("heartbeats", columns, rows);
  }

  private Columns<Row<Heartbeat>> columns() {
    var json = new HeartbeatJson();
    return new Columns<Row<Heartbeat>>()
        .with("tenant", row -> row.value().getTenant())
        .with("instance_id", row -> row.value().getInstanceId())
        .withTime("timestamp", row -> row.value().getTimestampMs())
        .withTime("append_time", row -> row.source().timestamp())
        .with("revision", this::revision)
        .with("app", row -> row.value().getApp())
        .with("version", row -> row.value().getVersion())
        .with("status", part(Heartbeat::getServer, Server::getStatus))
        .with("uptime_seconds", part(Heartbeat::getServer, Server::getUptimeSeconds))
        .with("memory_mb", part(Heartbeat::getProcess, ProcessUsage::getMemoryMb))
        .with("cpu_percent", part(Heartbeat::getProcess, ProcessUsage::getCpuPercent))
        .with("routes_total", part(Heartbeat::getRoutes, Routes::getTotal))
        .with("routes_unhealthy", part(Heartbeat::getRoutes, Routes::getUnhealthy))
        .with("slowest_path", part(Heartbeat::getRoutes, Routes::getSlowestPath))
        .with("slowest_avg_ms", part(Heartbeat::getRoutes, Routes::getSlowestAvgMs))
        .with("total_tokens", part(Heartbeat::getUsage, Usage::getTotalTokens))
        .with("total_cost_nanos", part(Heartbeat::getUsage, Usage::getTotalCostNanos))
        .with("total_calls", part(Heartbeat::getUsage, Usage::getTotalCalls))
        .with("repairs_total", part(Heartbeat::getRepairs, Repairs::getTotal))
        .with("payload", row -> json.of(row.value()))
        .with("ingestor", row -> row.value().getIngestor());
  }

  private static <P> Function<Row<Heartbeat>, ?> part(
      Function<Heartbeat, P> part, Function<P, ?> value) {
    return row -> Optional.ofNullable(part.apply(row.value())).map(value).orElse(null);
  }
}
