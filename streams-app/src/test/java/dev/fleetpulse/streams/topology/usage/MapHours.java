package dev.fleetpulse.streams.topology.usage;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** Hour blocks in memory, through their bytes, as a store would keep them. */
final class MapHours implements InstanceHours {
  private final TreeMap<Long, byte[]> blocks = new TreeMap<>();
  private final Serde<HourBlock> serde = HourBlockSerde.create();

  @Override
  public Optional<HourBlock> newest() {
    return block(blocks.lastEntry());
  }

  @Override
  public Optional<HourBlock> at(long hourMs) {
    return Optional.ofNullable(blocks.get(hourMs)).map(this::block);
  }

  @Override
  public Optional<HourBlock> lastBefore(long hourMs) {
    return block(blocks.lowerEntry(hourMs));
  }

  @Override
  public Optional<HourBlock> firstAfter(long hourMs) {
    return block(blocks.higherEntry(hourMs));
  }

  @Override
  public void put(HourBlock block) {
    blocks.put(block.hourMs(), serde.serializer().serialize("", block));
  }

  @Override
  public void remove(long hourMs) {
    blocks.remove(hourMs);
  }

  int size() {
    return blocks.size();
  }

  int bytes() {
    return blocks.values().stream().mapToInt(bytes -> bytes.length).sum();
  }

  private Optional<HourBlock> block(Map.Entry<Long, byte[]> found) {
    return Optional.ofNullable(found).map(entry -> block(entry.getValue()));
  }

  private HourBlock block(byte[] bytes) {
    return serde.deserializer().deserialize("", bytes);
  }
}
