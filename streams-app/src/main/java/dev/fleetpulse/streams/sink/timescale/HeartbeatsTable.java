package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/**
 * The numbers of each heartbeat, for recent series.
 *
 * <p>Nearly every heartbeat comes once, so rows are first copied straight into the table, which
 * costs no more than a plain {@code COPY}. Where one of them is there already, nothing of that
 * stays, and all of them go through a table of their own, from which the newer ones replace the
 * older. As repeats seldom come alone, the next batches go that way at once.
 */
final class HeartbeatsTable implements Table<EncodedRow> {
  private static final String COPY =
      "COPY heartbeats (" + HeartbeatRows.COLUMNS + ") FROM STDIN (FORMAT binary)";

  private static final String STAGE =
      """
      CREATE TEMPORARY TABLE IF NOT EXISTS heartbeats_stage (LIKE heartbeats) ON COMMIT DELETE ROWS
      """;

  private static final String COPY_TO_STAGE =
      "COPY heartbeats_stage (" + HeartbeatRows.COLUMNS + ") FROM STDIN (FORMAT binary)";

  private static final String UPSERT =
      """
      INSERT INTO heartbeats AS stored (%1$s)
      SELECT %1$s FROM heartbeats_stage
      ON CONFLICT (tenant, instance_id, "timestamp") DO UPDATE SET
        append_time = excluded.append_time, revision = excluded.revision,
        status = excluded.status, uptime_seconds = excluded.uptime_seconds,
        memory_mb = excluded.memory_mb, cpu_percent = excluded.cpu_percent,
        routes_unhealthy = excluded.routes_unhealthy, slowest_avg_ms = excluded.slowest_avg_ms,
        total_tokens = excluded.total_tokens, total_cost_nanos = excluded.total_cost_nanos,
        total_calls = excluded.total_calls
      WHERE excluded.revision >= stored.revision
      """
          .formatted(HeartbeatRows.COLUMNS);

  /** After a repeat, so many batches are taken to hold repeats, too. */
  private static final int WARY_BATCHES = 8;

  private final Timescale timescale;
  private int wary;

  /** Writes through the given store. For one thread. */
  HeartbeatsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-heartbeats";
  }

  @Override
  public Object identity(Row<EncodedRow> row) {
    return row.value();
  }

  @Override
  public long revision(Row<EncodedRow> row) {
    return row.value().revision();
  }

  @Override
  public WriteOutcome write(List<Row<EncodedRow>> rows) {
    if (wary > 0) {
      wary--;
      return upsert(rows);
    }
    return timescale
        .copy(COPY, rows)
        .orElseGet(
            () -> {
              wary = WARY_BATCHES;
              return upsert(rows);
            });
  }

  private WriteOutcome upsert(List<Row<EncodedRow>> rows) {
    return timescale.copyThrough(STAGE, COPY_TO_STAGE, rows, UPSERT);
  }
}
