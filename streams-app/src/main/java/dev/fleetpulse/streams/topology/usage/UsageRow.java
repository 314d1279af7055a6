package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.util.Map;
import java.util.TreeMap;

/** The figures of an hour as the record that leaves. */
final class UsageRow {
  private UsageRow() {}

  static UsageHour of(InstanceHourKey key, HourUsage usage, long revision) {
    var rises = usage.rises();
    var stepFrom = usage.stepFromMs();
    return UsageHour.newBuilder()
        .setTenant(key.tenant())
        .setInstanceId(key.instanceId())
        .setApp(usage.app())
        .setHourMs(key.hourMs())
        .setRevision(revision)
        .setSamples(usage.samples())
        .setStepFromMs(stepFrom.isPresent() ? (Long) stepFrom.getAsLong() : null)
        .setTokens(total(rises, Measure.TOKENS))
        .setCostNanos(total(rises, Measure.COST_NANOS))
        .setCalls(total(rises, Measure.CALLS))
        .setRepairs(total(rises, Measure.REPAIRS))
        .setRepairSuccesses(total(rises, Measure.REPAIR_SUCCESSES))
        .setRepairFailures(total(rises, Measure.REPAIR_FAILURES))
        .setByCategory(byName(rises, Dimension.CATEGORY))
        .setByModel(byName(rises, Dimension.MODEL))
        .build();
  }

  private static long total(Map<Counter, Long> rises, Measure measure) {
    return rises.getOrDefault(Counter.total(measure), 0L);
  }

  private static Map<String, UsageRise> byName(Map<Counter, Long> rises, Dimension dimension) {
    var byName = new TreeMap<String, UsageRise>();
    rises.forEach(
        (counter, rise) -> {
          if (counter.dimension() == dimension) {
            var row = byName.computeIfAbsent(counter.name(), name -> new UsageRise(0L, 0L, 0L));
            switch (counter.measure()) {
              case TOKENS -> row.setTokens(rise);
              case COST_NANOS -> row.setCostNanos(rise);
              case CALLS -> row.setCalls(rise);
              case REPAIRS, REPAIR_SUCCESSES, REPAIR_FAILURES ->
                  throw new IllegalStateException("Repairs are not divided: " + counter);
            }
          }
        });
    return byName;
  }
}
