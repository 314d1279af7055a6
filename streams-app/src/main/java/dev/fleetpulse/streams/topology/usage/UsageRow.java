package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import java.util.HashMap;
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
    row.setByCategory(new HashMap<>());
    row.setByModel(new HashMap<>());
    for (var slot = 0; slot < fold.counters().size(); slot++) {
      if (fold.isSampled(slot)) {
        add(row, fold.counters().at(slot), fold.rise(slot));
      }
    }
    return row;
  }

  private static void add(UsageHour row, Counter counter, long rise) {
    switch (counter.dimension()) {
      case TOTAL -> addTotal(row, counter, rise);
      case CATEGORY -> addNamed(row.getByCategory(), counter, rise);
      case MODEL -> addNamed(row.getByModel(), counter, rise);
    }
  }

  private static void addTotal(UsageHour row, Counter counter, long rise) {
    switch (counter.measure()) {
      case TOKENS -> row.setTokens(rise);
      case COST_NANOS -> row.setCostNanos(rise);
      case CALLS -> row.setCalls(rise);
      case REPAIRS -> row.setRepairs(rise);
      case REPAIR_SUCCESSES -> row.setRepairSuccesses(rise);
      case REPAIR_FAILURES -> row.setRepairFailures(rise);
    }
  }

  private static void addNamed(Map<String, UsageRise> byName, Counter counter, long rise) {
    var named = byName.computeIfAbsent(counter.name(), name -> new UsageRise(0L, 0L, 0L));
    switch (counter.measure()) {
      case TOKENS -> named.setTokens(rise);
      case COST_NANOS -> named.setCostNanos(rise);
      case CALLS -> named.setCalls(rise);
      case REPAIRS, REPAIR_SUCCESSES, REPAIR_FAILURES ->
          throw new IllegalStateException("Repairs are not divided: " + counter);
    }
  }
}
