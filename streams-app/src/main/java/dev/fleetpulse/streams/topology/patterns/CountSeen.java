package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.streams.StateBytes;
import org.apache.kafka.common.serialization.Serde;

/** The figure of a group's hour that was added up, so that the next one can take its place. */
record CountSeen(long count, long revision) {
  static Serde<CountSeen> serde() {
    return StateBytes.serde(
        (out, seen) -> {
          out.writeLong(seen.count);
          out.writeLong(seen.revision);
        },
        in -> new CountSeen(in.readLong(), in.readLong()));
  }
}
