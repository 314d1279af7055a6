package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import dev.fleetpulse.streams.topology.usage.RandomFleet.Sent;
import dev.fleetpulse.streams.topology.usage.UsageOracle.Arrival;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The oracle's figures as rows, without revisions. */
final class ExpectedRows {
  private ExpectedRows() {}

  static Map<InstanceHourKey, UsageHour> of(List<Sent> log) {
    var byInstance = new HashMap<InstanceKey, List<Arrival>>();
    for (var record : log) {
      byInstance
          .computeIfAbsent(record.instance(), instance -> new ArrayList<>())
          .add(record.arrival());
    }
    var rows = new TreeMap<InstanceHourKey, UsageHour>(Comparator.comparing(Object::toString));
    byInstance.forEach(
        (instance, arrivals) ->
            UsageOracle.hours(arrivals)
                .forEach(
                    (hourMs, usage) -> {
                      var key =
                          new InstanceHourKey(instance.tenant(), hourMs, instance.instanceId());
                      rows.put(key, row(key, usage));
                    }));
    return rows;
  }

  private static UsageHour row(InstanceHourKey key, HourUsage usage) {
    return UsageHour.newBuilder()
        .setTenant(key.tenant())
        .setInstanceId(key.instanceId())
        .setApp(usage.app())
        .setHourMs(key.hourMs())
        .setRevision(0L)
        .setSamples(usage.samples())
        .setStepFromMs(
            usage.stepFromMs().isPresent() ? (Long) usage.stepFromMs().getAsLong() : null)
        .setTokens(total(usage, Measure.TOKENS))
        .setCostNanos(total(usage, Measure.COST_NANOS))
        .setCalls(total(usage, Measure.CALLS))
        .setRepairs(total(usage, Measure.REPAIRS))
        .setRepairSuccesses(total(usage, Measure.REPAIR_SUCCESSES))
        .setRepairFailures(total(usage, Measure.REPAIR_FAILURES))
        .setByCategory(byName(usage, Dimension.CATEGORY))
        .setByModel(byName(usage, Dimension.MODEL))
        .build();
  }

  private static long total(HourUsage usage, Measure measure) {
    return usage.rises().getOrDefault(Counter.total(measure), 0L);
  }

  private static Map<String, UsageRise> byName(HourUsage usage, Dimension dimension) {
    var byName = new HashMap<String, UsageRise>();
    for (var counter : usage.rises().keySet()) {
      if (counter.dimension() == dimension) {
        var name = counter.name();
        byName.put(
            name,
            new UsageRise(
                usage.rises().getOrDefault(new Counter(dimension, name, Measure.TOKENS), 0L),
                usage.rises().getOrDefault(new Counter(dimension, name, Measure.COST_NANOS), 0L),
                usage.rises().getOrDefault(new Counter(dimension, name, Measure.CALLS), 0L)));
      }
    }
    return byName;
  }
}
