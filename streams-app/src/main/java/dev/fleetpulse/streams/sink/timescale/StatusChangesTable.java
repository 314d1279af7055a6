package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Every change of an instance's status. A change is never replaced by another one. */
final class StatusChangesTable implements Table<StatusChange> {
  private static final String INSERT =
      """
      INSERT INTO status_changes (
        tenant, instance_id, app, changed_at, revision, from_status, to_status, reason,
        last_contact, down_after_ms, partition_clock, ingestor)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, instance_id, changed_at, revision) DO NOTHING
      """;

  private final Timescale timescale;

  private record Identity(String tenant, String instanceId, long changedAtMs, long revision) {}

  /** Writes through the given store. */
  StatusChangesTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-status-changes";
  }

  @Override
  public Object identity(Row<StatusChange> row) {
    var change = row.value();
    return new Identity(
        change.getTenant(), change.getInstanceId(), change.getChangedAtMs(), change.getRevision());
  }

  @Override
  public long revision(Row<StatusChange> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<StatusChange>> rows) {
    return timescale.write(
        INSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(StatusChange::getTenant)
            .text(StatusChange::getInstanceId)
            .text(StatusChange::getApp)
            .time(StatusChange::getChangedAtMs)
            .bigint(StatusChange::getRevision)
            .text(StatusChange::getFromStatus)
            .text(StatusChange::getToStatus)
            .text(StatusChange::getReason)
            .time(StatusChange::getLastContactMs)
            .bigint(StatusChange::getDownAfterMs)
            .time(StatusChange::getPartitionClockMs)
            .text(StatusChange::getIngestor));
  }
}
