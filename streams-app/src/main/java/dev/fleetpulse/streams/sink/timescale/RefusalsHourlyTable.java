package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.RefusalCount;
import dev.fleetpulse.schemas.RefusalKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** What each start of an ingest process refused: figures that only grow, so the greatest stays. */
final class RefusalsHourlyTable implements Table<RefusalCount> {
  private static final String UPSERT =
      """
      INSERT INTO refusals_hourly AS stored (tenant, hour, reason, incarnation, ingestor, count)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, hour, reason, incarnation) DO UPDATE SET count = excluded.count
      WHERE excluded.count >= stored.count
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  RefusalsHourlyTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-refusals-hourly";
  }

  @Override
  public Object identity(Row<RefusalCount> row) {
    var refused = row.value();
    return new RefusalKey(
        refused.getTenant(), refused.getHourMs(), refused.getReason(), refused.getIncarnation());
  }

  @Override
  public long revision(Row<RefusalCount> row) {
    return row.value().getCount();
  }

  @Override
  public WriteOutcome write(List<Row<RefusalCount>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(RefusalCount::getTenant)
            .time(RefusalCount::getHourMs)
            .text(RefusalCount::getReason)
            .text(RefusalCount::getIncarnation)
            .text(RefusalCount::getIngestor)
            .bigint(RefusalCount::getCount));
  }
}
