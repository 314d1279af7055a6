package dev.fleetpulse.streams.topology.usage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The hour blocks of one instance, for as long as it is looked at. */
final class MemoryHours implements InstanceHours {
  private final TreeMap<Long, HourBlock> blocks = new TreeMap<>();

  @Override
  public Optional<HourBlock> newest() {
    return block(blocks.lastEntry());
  }

  @Override
  public Optional<HourBlock> at(long hourMs) {
    return Optional.ofNullable(blocks.get(hourMs));
  }

  @Override
  public Optional<HourBlock> lastBefore(long hourMs) {
    return block(blocks.lowerEntry(hourMs));
  }

  @Override
  public Optional<HourBlock> firstAfter(long hourMs) {
    return block(blocks.higherEntry(hourMs));
  }

  Optional<HourBlock> first() {
    return block(blocks.firstEntry());
  }

  @Override
  public void put(HourBlock block) {
    blocks.put(block.hourMs(), block);
  }

  @Override
  public void remove(long hourMs) {
    blocks.remove(hourMs);
  }

  private static Optional<HourBlock> block(Map.Entry<Long, HourBlock> found) {
    return Optional.ofNullable(found).map(Map.Entry::getValue);
  }
}
