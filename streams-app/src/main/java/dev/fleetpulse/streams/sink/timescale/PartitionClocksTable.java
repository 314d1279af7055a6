package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** How far the log's time has come in each partition of the heartbeats. */
final class PartitionClocksTable implements Table<PartitionClock> {
  private static final String UPSERT =
      """
      INSERT INTO partition_clocks AS stored (
        partition, revision, clock, recovered_at, outage_from)
      SELECT * FROM unnest(?, ?, ?, ?, ?)
      ON CONFLICT (partition) DO UPDATE SET
        revision = excluded.revision, clock = excluded.clock,
        recovered_at = excluded.recovered_at, outage_from = excluded.outage_from
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  PartitionClocksTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-partition-clocks";
  }

  @Override
  public Object identity(Row<PartitionClock> row) {
    return row.value().getPartition();
  }

  @Override
  public long revision(Row<PartitionClock> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<PartitionClock>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .integer(PartitionClock::getPartition)
            .bigint(PartitionClock::getRevision)
            .time(PartitionClock::getNowMs)
            .time(PartitionClock::getRecoveredAtMs)
            .time(PartitionClock::getOutageFromMs));
  }
}
