package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.BatchLimits;
import dev.fleetpulse.streams.sink.Sink;
import dev.fleetpulse.streams.sink.SinkFactory;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/** The sinks into TimescaleDB, one for each table. */
public final class TimescaleSinks {
  /**
   * Each sink writes in a thread of its own, with at most one connection; one is for expiry, one
   * for the census.
   */
  public static final int CONNECTIONS = 17;

  private static final BatchLimits BATCH = new BatchLimits(5_000, 2 << 20, Duration.ofMillis(300));

  /** Larger ones, as many more rows come and are held in few bytes. */
  private static final BatchLimits HEARTBEATS =
      new BatchLimits(40_000, 32 << 20, Duration.ofMillis(300));

  private TimescaleSinks() {}

  /** The sinks, not started yet. */
  public static List<Sink<?>> of(Topics topics, DataSource dataSource, SinkFactory sinks) {
    var timescale = new Timescale(dataSource);
    return List.of(
        sinks.sink(
            topics.instanceState(),
            new InstanceRows(topics.instanceState()),
            new InstancesTable(timescale),
            BATCH),
        sinks.sink(topics.statusChanges(), new StatusChangesTable(timescale), BATCH),
        sinks.sink(topics.uptimeHourly(), new UptimeHourlyTable(timescale), BATCH),
        sinks.sink(topics.partitionClocks(), new PartitionClocksTable(timescale), BATCH),
        heartbeats(topics, dataSource, sinks),
        sinks.sink(topics.usageHourly(), new UsageHourlyTable(timescale), BATCH),
        sinks.sink(topics.repairs(), new RepairsTable(timescale), BATCH),
        sinks.sink(topics.errorGroups(), new ErrorGroupsTable(timescale), BATCH),
        sinks.sink(topics.errorCounts(), new ErrorCountsHourlyTable(timescale), BATCH),
        sinks.sink(topics.patterns(), new PatternsTable(timescale), BATCH),
        sinks.sink(topics.ledgerHourly(), new LedgerHourlyTable(timescale), BATCH),
        sinks.sink(topics.refusals(), new RefusalsHourlyTable(timescale), BATCH),
        sinks.sink(topics.alerts(), new AlertsTable(timescale), BATCH),
        sinks.sink(
            topics.alertEvents(),
            new AuditRows(topics.alertEvents()),
            new AuditLogTable(timescale),
            BATCH),
        sinks.sink(topics.audit(), new AuditEventsTable(timescale), BATCH));
  }

  /** The one for raw heartbeats alone, not started yet. */
  public static Sink<?> heartbeats(Topics topics, DataSource dataSource, SinkFactory sinks) {
    return sinks.sink(
        topics.heartbeats(),
        new HeartbeatRows(topics),
        new HeartbeatsTable(new Timescale(dataSource)),
        HEARTBEATS);
  }
}
