package dev.fleetpulse.streams.sink.timescale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Map;

/** What each instance used in each hour. */
final class UsageHourlyTable implements Table<UsageHour> {
  private static final String UPSERT =
      """
      INSERT INTO usage_hourly AS stored (
        tenant, instance_id, hour, app, revision, samples, step_from, tokens, cost_nanos, calls,
        repairs, repair_successes, repair_failures, by_category, by_model)
      SELECT * FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, instance_id, hour) DO UPDATE SET
        app = excluded.app, revision = excluded.revision, samples = excluded.samples,
        step_from = excluded.step_from, tokens = excluded.tokens,
        cost_nanos = excluded.cost_nanos, calls = excluded.calls, repairs = excluded.repairs,
        repair_successes = excluded.repair_successes, repair_failures = excluded.repair_failures,
        by_category = excluded.by_category, by_model = excluded.by_model
      WHERE excluded.revision >= stored.revision
      """;

  private final Timescale timescale;

  /** Writes through the given store. */
  UsageHourlyTable(Timescale timescale) {
    this.timescale = timescale;
  }

  @Override
  public String name() {
    return "timescale-usage-hourly";
  }

  @Override
  public Object identity(Row<UsageHour> row) {
    var hour = row.value();
    return new InstanceHourKey(hour.getTenant(), hour.getHourMs(), hour.getInstanceId());
  }

  @Override
  public long revision(Row<UsageHour> row) {
    return row.value().getRevision();
  }

  @Override
  public WriteOutcome write(List<Row<UsageHour>> rows) {
    return timescale.write(
        UPSERT,
        Columns.of(rows.stream().map(Row::value).toList())
            .text(UsageHour::getTenant)
            .text(UsageHour::getInstanceId)
            .time(UsageHour::getHourMs)
            .text(UsageHour::getApp)
            .bigint(UsageHour::getRevision)
            .bigint(UsageHour::getSamples)
            .time(UsageHour::getStepFromMs)
            .bigint(UsageHour::getTokens)
            .bigint(UsageHour::getCostNanos)
            .bigint(UsageHour::getCalls)
            .bigint(UsageHour::getRepairs)
            .bigint(UsageHour::getRepairSuccesses)
            .bigint(UsageHour::getRepairFailures)
            .json(hour -> json(hour.getByCategory()))
            .json(hour -> json(hour.getByModel())));
  }

  private static String json(Map<String, UsageRise> byName) {
    var all = JsonNodeFactory.instance.objectNode();
    byName.forEach(
        (name, rise) ->
            all.putObject(name)
                .put("tokens", rise.getTokens())
                .put("cost_nanos", rise.getCostNanos())
                .put("calls", rise.getCalls()));
    return all.toString();
  }
}
