package dev.fleetpulse.streams.topology.verdicts;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How many records got which verdict.
 *
 * @param sampled of the unique ones, those left out of the stores on purpose
 */
record Tally(long unique, long duplicate, long tooLate, long sampled) {
  static final Tally NONE = new Tally(0, 0, 0, 0);

  static Serde<Tally> serde() {
    return Serdes.serdeFrom(
        (topic, tally) -> tally == null ? null : tally.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  Tally with(Verdict verdict) {
    return switch (verdict) {
      case UNIQUE -> new Tally(unique + 1, duplicate, tooLate, sampled);
      case SAMPLED -> new Tally(unique + 1, duplicate, tooLate, sampled + 1);
      case DUPLICATE -> new Tally(unique, duplicate + 1, tooLate, sampled);
      case TOO_LATE -> new Tally(unique, duplicate, tooLate + 1, sampled);
    };
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(unique)
        .putLong(duplicate)
        .putLong(tooLate)
        .putLong(sampled)
        .array();
  }

  private static Tally of(ByteBuffer bytes) {
    return new Tally(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
