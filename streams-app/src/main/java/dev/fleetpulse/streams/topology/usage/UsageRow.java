package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of an hour as the record that leaves. */
final class UsageRow {
  private UsageRow() {}

  static UsageHour of(InstanceHourKey key, HourBlock block) {
    var fold = block.fold();
    var stepFrom = fold.stepFromMs();
    var row = new UsageHour();
    row.setTenant(key.tenant());
    row.setInstanceId(key.instanceId());
    row.setApp(fold.app());
    row.setHourMs(key.hourMs());
    row.setRevision(block.revision());
    row.setSamples(fold.samples());
    row.setStepFromMs(stepFrom.isPresent() ? (Long) stepFrom.getAsLong() : null);
    row.setTokens(total(fold, Measure.TOKENS));
    row.setCostNanos(total(fold, Measure.COST_NANOS));
    row.setCalls(total(fold, Measure.CALLS));
    row.setRepairs(total(fold, Measure.REPAIRS));
    row.setRepairSuccesses(total(fold, Measure.REPAIR_SUCCESSES));
    row.setRepairFailures(total(fold, Measure.REPAIR_FAILURES));
    row.setByCategory(byName(fold, fold.counters().categories()));
    row.setByModel(byName(fold, fold.counters().models()));
    return row;
  }

  private static long total(HourFold fold, Measure measure) {
    return rise(fold, fold.counters().slotOfTotal(measure));
  }

  /** The names that the hour has samples of. */
  private static Map<String, UsageRise> byName(HourFold fold, List<Counters.Name> names) {
    var byName = HashMap.<String, UsageRise>newHashMap(names.size());
    for (var name : names) {
      var tokens = name.slot(Measure.TOKENS);
      var costNanos = name.slot(Measure.COST_NANOS);
      var calls = name.slot(Measure.CALLS);
      if (isSampled(fold, tokens) || isSampled(fold, costNanos) || isSampled(fold, calls)) {
        byName.put(
            name.name(),
            new UsageRise(rise(fold, tokens), rise(fold, costNanos), rise(fold, calls)));
      }
    }
    return byName;
  }

  private static long rise(HourFold fold, int slot) {
    return isSampled(fold, slot) ? fold.rise(slot) : 0;
  }

  private static boolean isSampled(HourFold fold, int slot) {
    return slot >= 0 && fold.isSampled(slot);
  }
}
