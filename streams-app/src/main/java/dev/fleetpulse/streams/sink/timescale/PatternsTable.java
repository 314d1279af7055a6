package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import dev.fleetpulse.schemas.PatternKey;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;

/** The same trouble in several apps. */
final class PatternsTable implements Table<Pattern> {
  private static final String UPSERT =
      """
      INSERT INTO patterns AS stored (
        tenant, pattern_id, revision, kind, name, status, opened_at, closed_at, first_app,
        app_count, count, instances, first_hour, last_hour, apps)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, pattern_id) DO UPDATE SET
        revision = excluded.revision, status = excluded.status, closed_at = excluded.closed_at,
        first_app = excluded.first_app, app_count = excluded.app_count, count = excluded.count,
        instances = excluded.instances, first_hour = excluded.first_hour,
        last_hour = excluded.last_hour, apps = excluded.apps
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  PatternsTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-patterns";
  }

  @Override
  public Object identity(Row<Pattern> row) {
    return new PatternKey(row.value().getTenant(), row.value().getPatternId());
  }

  @Override
  public long revision(Row<Pattern> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<Pattern>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(Pattern::getTenant)
            .text(Pattern::getPatternId)
            .bigint(Pattern::getRevision)
            .text(Pattern::getKind)
            .text(Pattern::getName)
            .text(Pattern::getStatus)
            .time(Pattern::getOpenedAtMs)
            .time(Pattern::getClosedAtMs)
            .text(Pattern::getFirstApp)
            .integer(pattern -> pattern.getApps().size())
            .bigint(Pattern::getCount)
            .bigint(Pattern::getInstances)
            .time(Pattern::getFirstHourMs)
            .time(Pattern::getLastHourMs)
            .json(pattern -> json(pattern.getApps())));
  }

  private static String json(List<PatternApp> apps) {
    var all = JsonNodeFactory.instance.arrayNode();
    for (var app : apps) {
      all.addObject()
          .put("app", app.getApp())
          .put("count", app.getCount())
          .put("instances", app.getInstances())
          .put("firstHourMs", app.getFirstHourMs())
          .put("lastHourMs", app.getLastHourMs());
    }
    return all.toString();
  }
}
