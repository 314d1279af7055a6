package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** Occurrences of each group of errors in each hour. */
final class ErrorCountsHourlyTable implements Table<ErrorCount> {
  private static final String UPSERT =
      """
      INSERT INTO error_counts_hourly AS stored (
        tenant, signature, app, hour, revision, category, count, kept)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, signature, app, hour) DO UPDATE SET
        revision = excluded.revision, category = excluded.category, count = excluded.count,
        kept = excluded.kept
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  ErrorCountsHourlyTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-error-counts-hourly";
  }

  @Override
  public Object identity(Row<ErrorCount> row) {
    var count = row.value();
    return new GroupHourKey(
        count.getTenant(), count.getHourMs(), count.getSignature(), count.getApp());
  }

  @Override
  public long revision(Row<ErrorCount> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<ErrorCount>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(ErrorCount::getTenant)
            .text(ErrorCount::getSignature)
            .text(ErrorCount::getApp)
            .time(ErrorCount::getHourMs)
            .bigint(ErrorCount::getRevision)
            .text(ErrorCount::getCategory)
            .bigint(ErrorCount::getCount)
            .bigint(ErrorCount::getKept));
  }
}
