package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.streams.StateBytes;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.apache.kafka.common.serialization.Serde;

/**
 * What is usual for a group in the hour that runs, and whether it is far more now.
 *
 * @param hourMs the hour that runs, by the log's clock
 * @param usual the median hour of the seven days before, hours without errors among them
 * @param raised whether it was told
 * @param ended whether it was told that it is over
 */
record Spike(long hourMs, double usual, boolean raised, boolean ended) {
  static final int LEAST = 20;
  static final int TIMES_THE_USUAL = 5;

  /** Seven days. */
  static final int HOURS = 7 * 24;

  /**
   * Nothing told yet.
   *
   * @param firstMs the first hour that has occurrences; none before it is asked for
   * @param counts occurrences of the hour that begins then
   */
  static Spike watching(long hourMs, long firstMs, LongUnaryOperator counts) {
    var before = new long[HOURS];
    for (var hour = 0; hour < HOURS; hour++) {
      var beginMs = hourMs - (hour + 1) * Hours.HOUR_MS;
      before[hour] = beginMs < firstMs ? 0 : counts.applyAsLong(beginMs);
    }
    Arrays.sort(before);
    return new Spike(hourMs, (before[HOURS / 2 - 1] + before[HOURS / 2]) / 2.0, false, false);
  }

  /** No count up to here is a spike, so nobody need know what is usual. */
  static boolean isTooFew(long count) {
    return count <= LEAST;
  }

  boolean isSpike(long count) {
    return count > Math.max(LEAST, TIMES_THE_USUAL * usual);
  }

  boolean isOpen() {
    return raised && !ended;
  }

  Spike asRaised() {
    return new Spike(hourMs, usual, true, ended);
  }

  Spike asEnded() {
    return new Spike(hourMs, usual, raised, true);
  }

  static Serde<Spike> serde() {
    return StateBytes.serde(
        (out, spike) -> {
          out.writeLong(spike.hourMs);
          out.writeDouble(spike.usual);
          out.writeBoolean(spike.raised);
          out.writeBoolean(spike.ended);
        },
        in -> new Spike(in.readLong(), in.readDouble(), in.readBoolean(), in.readBoolean()));
  }
}
