package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Drops what is kept of instances that are no more: those unseen for 30 days of the log's time, and
 * those that were retired once nothing can change their hours any more. No figure changes by it; an
 * instance that is heard of again is measured from its next heartbeat on.
 */
final class ForgottenInstances {
  /** How long an instance must have been silent, and how often it is looked for such. */
  static final Duration UNSEEN = Duration.ofDays(30);

  static final Duration LOOK = Duration.ofDays(1);

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final KeyValueStore<InstanceHourKey, HourBlock> blocks;

  ForgottenInstances(KeyValueStore<InstanceHourKey, HourBlock> blocks) {
    this.blocks = blocks;
  }

  /**
   * Forgets who was not heard of for long.
   *
   * @return hours whose figures have never left, which they must before they are gone for good
   */
  List<KeyValue<InstanceHourKey, HourBlock>> unseen(long nowMs) {
    var instances = new ArrayList<InstanceKey>();
    try (var all = blocks.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        if (entry.key.hourMs() == StoredHours.NEWEST && isOver(entry.value, UNSEEN, nowMs)) {
          instances.add(new InstanceKey(entry.key.tenant(), entry.key.instanceId()));
        }
      }
    }
    return instances.stream().flatMap(instance -> forget(instance).stream()).toList();
  }

  /** Forgets one that was retired, if its last hour is final. */
  List<KeyValue<InstanceHourKey, HourBlock>> retired(InstanceKey instance, long nowMs) {
    var newest = blocks.get(key(instance, StoredHours.NEWEST));
    return newest != null && isOver(newest, UsageHours.LATENESS, nowMs)
        ? forget(instance)
        : List.of();
  }

  private static boolean isOver(HourBlock block, Duration since, long nowMs) {
    return nowMs - (block.hourMs() + HOUR_MS) >= since.toMillis();
  }

  private List<KeyValue<InstanceHourKey, HourBlock>> forget(InstanceKey instance) {
    var entries = new ArrayList<KeyValue<InstanceHourKey, HourBlock>>();
    try (var all = blocks.range(key(instance, 0), key(instance, StoredHours.NEWEST))) {
      all.forEachRemaining(entries::add);
    }
    entries.forEach(entry -> blocks.delete(entry.key));
    return entries.stream()
        .filter(entry -> entry.value.leftMs() == HourBlock.NEVER)
        .map(entry -> KeyValue.pair(key(instance, entry.value.hourMs()), entry.value))
        .toList();
  }

  private static InstanceHourKey key(InstanceKey instance, long hourMs) {
    return new InstanceHourKey(instance.tenant(), hourMs, instance.instanceId());
  }
}
