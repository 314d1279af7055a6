package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerFact;
import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * How far a log has come, in one partition or in all of them.
 *
 * @param readToMs append time up to which it has been counted, epoch milliseconds
 * @param judgedToMs append time up to which its room has decided
 * @param behind offsets that the room has yet to decide on
 * @param cutHourMs the last hour that had begun before the first record there is; 0 where none
 */
record Clock(long readToMs, long judgedToMs, long behind, long cutHourMs) {
  /** Before anything is known. */
  static final Clock NONE = new Clock(0, 0, 0, 0);

  static Serde<Clock> serde() {
    return Serdes.serdeFrom(
        (topic, clock) -> clock == null ? null : clock.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  static Clock of(LedgerFact clock) {
    return new Clock(
        clock.getReadToMs(), clock.getJudgedToMs(), clock.getPending(), clock.getHourMs());
  }

  /** The farther of two of the same partition. */
  Clock or(Clock other) {
    var latest =
        readToMs == other.readToMs
            ? Math.min(behind, other.behind)
            : readToMs > other.readToMs ? behind : other.behind;
    return new Clock(
        Math.max(readToMs, other.readToMs),
        Math.max(judgedToMs, other.judgedToMs),
        latest,
        Math.max(cutHourMs, other.cutHourMs));
  }

  /**
   * What holds for a whole log.
   *
   * @param known of its partitions
   * @param partitions how many there are; before all are known, nothing is
   */
  static Clock ofAll(Collection<Clock> known, int partitions) {
    if (known.size() < partitions) {
      return NONE;
    }
    return known.stream()
        .reduce(
            (one, other) ->
                new Clock(
                    Math.min(one.readToMs, other.readToMs),
                    Math.min(one.judgedToMs, other.judgedToMs),
                    one.behind + other.behind,
                    Math.max(one.cutHourMs, other.cutHourMs)))
        .orElse(NONE);
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(4 * Long.BYTES)
        .putLong(readToMs)
        .putLong(judgedToMs)
        .putLong(behind)
        .putLong(cutHourMs)
        .array();
  }

  private static Clock of(ByteBuffer bytes) {
    return new Clock(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
  }
}
