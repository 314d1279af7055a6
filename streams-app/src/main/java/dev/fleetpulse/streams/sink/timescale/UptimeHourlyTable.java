package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UptimeHour;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** How long each instance was in each status in each hour. */
final class UptimeHourlyTable implements Table<UptimeHour> {
  private static final String UPSERT =
      """
      INSERT INTO uptime_hourly AS stored (
        tenant, instance_id, hour, app, revision, until, healthy_ms, degraded_ms, down_ms,
        unknown_ms, stopped_ms, reason)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, instance_id, hour) DO UPDATE SET
        app = excluded.app, revision = excluded.revision, until = excluded.until,
        healthy_ms = excluded.healthy_ms, degraded_ms = excluded.degraded_ms,
        down_ms = excluded.down_ms, unknown_ms = excluded.unknown_ms,
        stopped_ms = excluded.stopped_ms, reason = excluded.reason
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  UptimeHourlyTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-uptime-hourly";
  }

  @Override
  public Object identity(Row<UptimeHour> row) {
    var hour = row.value();
    return new InstanceHourKey(hour.getTenant(), hour.getHourMs(), hour.getInstanceId());
  }

  @Override
  public long revision(Row<UptimeHour> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<UptimeHour>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(UptimeHour::getTenant)
            .text(UptimeHour::getInstanceId)
            .time(UptimeHour::getHourMs)
            .text(UptimeHour::getApp)
            .bigint(UptimeHour::getRevision)
            .time(UptimeHour::getUntilMs)
            .bigint(UptimeHour::getHealthyMs)
            .bigint(UptimeHour::getDegradedMs)
            .bigint(UptimeHour::getDownMs)
            .bigint(UptimeHour::getUnknownMs)
            .bigint(UptimeHour::getStoppedMs)
            .text(UptimeHour::getReason));
  }
}
