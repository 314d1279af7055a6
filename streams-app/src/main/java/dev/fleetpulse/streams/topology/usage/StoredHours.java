package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The hour blocks of one instance in the store of all. */
final class StoredHours implements InstanceHours {
  private final KeyValueStore<InstanceHourKey, HourBlock> blocks;
  private final InstanceKey instance;

  StoredHours(KeyValueStore<InstanceHourKey, HourBlock> blocks, InstanceKey instance) {
    this.blocks = blocks;
    this.instance = instance;
  }

  @Override
  public Optional<HourBlock> at(long hourMs) {
    return Optional.ofNullable(blocks.get(key(hourMs)));
  }

  @Override
  public Optional<Entry> lastBefore(long hourMs) {
    return first(blocks.reverseRange(key(0), key(hourMs - 1)));
  }

  @Override
  public Optional<Entry> firstAfter(long hourMs) {
    return first(blocks.range(key(hourMs + 1), key(Long.MAX_VALUE)));
  }

  @Override
  public void put(long hourMs, HourBlock block) {
    blocks.put(key(hourMs), block);
  }

  @Override
  public void remove(long hourMs) {
    blocks.delete(key(hourMs));
  }

  private InstanceHourKey key(long hourMs) {
    return new InstanceHourKey(instance.tenant(), hourMs, instance.instanceId());
  }

  private static Optional<Entry> first(KeyValueIterator<InstanceHourKey, HourBlock> found) {
    try (found) {
      if (!found.hasNext()) {
        return Optional.empty();
      }
      var entry = found.next();
      return Optional.of(new Entry(entry.key.hourMs(), entry.value));
    }
  }
}
