package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The hour blocks of one instance in the store of all.
 *
 * <p>The newest one lies under a key of its own, whatever its hour: nearly every heartbeat is for
 * it, and so needs one look at the store and no search.
 */
final class StoredHours implements InstanceHours {
  /** Behind the keys of all hours. */
  static final long NEWEST = Long.MAX_VALUE;

  private final KeyValueStore<InstanceHourKey, HourBlock> blocks;
  private final InstanceKey instance;
  private Optional<HourBlock> newest;

  StoredHours(KeyValueStore<InstanceHourKey, HourBlock> blocks, InstanceKey instance) {
    this.blocks = blocks;
    this.instance = instance;
    this.newest = Optional.ofNullable(blocks.get(key(NEWEST)));
  }

  @Override
  public Optional<HourBlock> newest() {
    return newest;
  }

  @Override
  public Optional<HourBlock> at(long hourMs) {
    return newest.filter(block -> block.hourMs() <= hourMs).isPresent()
        ? newest.filter(block -> block.hourMs() == hourMs)
        : Optional.ofNullable(blocks.get(key(hourMs)));
  }

  @Override
  public Optional<HourBlock> lastBefore(long hourMs) {
    return newest.filter(block -> block.hourMs() < hourMs).isPresent()
        ? newest
        : first(blocks.reverseRange(key(0), key(hourMs - 1)));
  }

  @Override
  public Optional<HourBlock> firstAfter(long hourMs) {
    if (newest.filter(block -> block.hourMs() > hourMs).isEmpty()) {
      return Optional.empty();
    }
    return first(blocks.range(key(hourMs + 1), key(NEWEST - 1))).or(() -> newest);
  }

  @Override
  public void put(HourBlock block) {
    if (newest.isPresent() && newest.get().hourMs() > block.hourMs()) {
      blocks.put(key(block.hourMs()), block);
      return;
    }
    if (newest.isPresent() && newest.get().hourMs() < block.hourMs()) {
      blocks.put(key(newest.get().hourMs()), newest.get());
    }
    blocks.put(key(NEWEST), block);
    newest = Optional.of(block);
  }

  @Override
  public void remove(long hourMs) {
    blocks.delete(key(hourMs));
  }

  private InstanceHourKey key(long hourMs) {
    return new InstanceHourKey(instance.tenant(), hourMs, instance.instanceId());
  }

  private static Optional<HourBlock> first(KeyValueIterator<InstanceHourKey, HourBlock> found) {
    try (found) {
      return found.hasNext() ? Optional.of(found.next().value) : Optional.empty();
    }
  }
}
