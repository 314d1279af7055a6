package dev.fleetpulse.streams.topology.usage;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Hour blocks to and from their bytes. */
final class HourBlockSerde {
  private HourBlockSerde() {}

  static Serde<HourBlock> create() {
    var known = new KnownCounters();
    return Serdes.serdeFrom(
        (topic, block) -> block == null ? null : block.write(),
        (topic, bytes) -> bytes == null ? null : HourBlock.read(bytes, known));
  }
}
