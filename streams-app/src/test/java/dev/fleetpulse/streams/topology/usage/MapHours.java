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
  public Optional<HourBlock> at(long hourMs) {
    return Optional.ofNullable(blocks.get(hourMs)).map(this::block);
  }

  @Override
  public Optional<Entry> lastBefore(long hourMs) {
    return entry(blocks.lowerEntry(hourMs));
  }

  @Override
  public Optional<Entry> firstAfter(long hourMs) {
    return entry(blocks.higherEntry(hourMs));
  }

  @Override
  public void put(long hourMs, HourBlock block) {
    blocks.put(hourMs, serde.serializer().serialize("", block));
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

  private Optional<Entry> entry(Map.Entry<Long, byte[]> found) {
    return Optional.ofNullable(found)
        .map(entry -> new Entry(entry.getKey(), block(entry.getValue())));
  }

  private HourBlock block(byte[] bytes) {
    return serde.deserializer().deserialize("", bytes);
  }
}
