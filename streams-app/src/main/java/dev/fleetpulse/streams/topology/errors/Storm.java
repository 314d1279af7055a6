package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.streams.StateBytes;
import org.apache.kafka.common.serialization.Serde;

/**
 * How much an app has to tell in an hour.
 *
 * @param hourMs the hour, by the log's clock
 * @param told what its groups raised in it
 * @param ended whether it was told that a storm is over
 */
record Storm(long hourMs, long told, boolean ended) {
  /** So much is told one by one; what comes beyond is one storm. */
  static final int ONE_BY_ONE = 20;

  static Storm none(long hourMs) {
    return new Storm(hourMs, 0, false);
  }

  Storm withOneMore() {
    return new Storm(hourMs, told + 1, ended);
  }

  Storm asEnded() {
    return new Storm(hourMs, told, true);
  }

  /** Whether the last one told began it. */
  boolean begins() {
    return told == ONE_BY_ONE + 1;
  }

  boolean rages() {
    return told > ONE_BY_ONE;
  }

  boolean isOpen() {
    return rages() && !ended;
  }

  static Serde<Storm> serde() {
    return StateBytes.serde(
        (out, storm) -> {
          out.writeLong(storm.hourMs);
          out.writeLong(storm.told);
          out.writeBoolean(storm.ended);
        },
        in -> new Storm(in.readLong(), in.readLong(), in.readBoolean()));
  }
}
