package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.RepairKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Each automatic repair. */
final class RepairsTable implements Table<Repair> {
  private static final String UPSERT =
      """
      INSERT INTO repairs AS stored (
        tenant, instance_id, repaired_at, repair_id, app, revision, error, resolution, success,
        tokens, cost_nanos, mode, model, duration_ms)
      SELECT tenant, instance_id, repaired_at, repair_id, app, revision, error, resolution,
        success::boolean, tokens, cost_nanos, mode, model, duration_ms
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS told (
        tenant, instance_id, repaired_at, repair_id, app, revision, error, resolution, success,
        tokens, cost_nanos, mode, model, duration_ms)
      ON CONFLICT (tenant, instance_id, repaired_at, repair_id) DO UPDATE SET
        app = excluded.app, revision = excluded.revision
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  RepairsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-repairs";
  }

  @Override
  public Object identity(Row<Repair> row) {
    var repair = row.value();
    return new RepairKey(
        repair.getTenant(), repair.getTimestampMs(), repair.getRepairId(), repair.getInstanceId());
  }

  @Override
  public long revision(Row<Repair> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<Repair>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(Repair::getTenant)
            .text(Repair::getInstanceId)
            .time(Repair::getTimestampMs)
            .text(Repair::getRepairId)
            .text(Repair::getApp)
            .bigint(Repair::getRevision)
            .text(Repair::getError)
            .text(Repair::getResolution)
            .text(repair -> repair.getSuccess() == null ? null : repair.getSuccess().toString())
            .bigint(Repair::getTokens)
            .bigint(Repair::getCostNanos)
            .text(Repair::getMode)
            .text(Repair::getModel)
            .bigint(Repair::getDurationMs));
  }
}
