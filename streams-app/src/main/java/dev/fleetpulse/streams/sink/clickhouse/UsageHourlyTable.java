package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.sink.Row;
import dev.fleetpulse.streams.sink.Table;
import dev.fleetpulse.streams.sink.WriteOutcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What each instance used in each hour. */
final class UsageHourlyTable implements Table<UsageHour> {
  private final ClickHouse clickHouse;
  private final Columns<Row<UsageHour>> columns;

  /** Writes through the given store. */
  UsageHourlyTable(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
    this.columns = columns();
  }

  @Override
  public String name() {
    return "clickhouse-usage-hourly";
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
    return clickHouse.insert("usage_hourly", columns, rows);
  }

  private static Columns<Row<UsageHour>> columns() {
    var columns =
        new Columns<Row<UsageHour>>()
            .with("tenant", row -> row.value().getTenant())
            .with("instance_id", row -> row.value().getInstanceId())
            .withTime("hour", row -> row.value().getHourMs())
            .with("app", row -> row.value().getApp())
            .with("revision", row -> row.value().getRevision())
            .with("samples", row -> row.value().getSamples())
            .withTime("step_from", row -> row.value().getStepFromMs())
            .with("tokens", row -> row.value().getTokens())
            .with("cost_nanos", row -> row.value().getCostNanos())
            .with("calls", row -> row.value().getCalls())
            .with("repairs", row -> row.value().getRepairs())
            .with("repair_successes", row -> row.value().getRepairSuccesses())
            .with("repair_failures", row -> row.value().getRepairFailures());
    addDimension(columns, "category", UsageHour::getByCategory);
    addDimension(columns, "model", UsageHour::getByModel);
    return columns;
  }

  /** Four lists side by side, in the order of the names. */
  private static void addDimension(
      Columns<Row<UsageHour>> columns,
      String dimension,
      Function<UsageHour, Map<String, UsageRise>> byName) {
    columns
        .with(
            dimension + "_names",
            row -> List.copyOf(new TreeMap<>(byName.apply(row.value())).keySet()))
        .with(dimension + "_tokens", each(byName, UsageRise::getTokens))
        .with(dimension + "_cost_nanos", each(byName, UsageRise::getCostNanos))
        .with(dimension + "_calls", each(byName, UsageRise::getCalls));
  }

  private static Function<Row<UsageHour>, List<Long>> each(
      Function<UsageHour, Map<String, UsageRise>> byName, Function<UsageRise, Long> value) {
    return row -> new TreeMap<>(byName.apply(row.value())).values().stream().map(value).toList();
  }
}
