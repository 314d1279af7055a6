package dev.fleetpulse.streams.topology.ledger;

import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What one start of an ingest process had acknowledged in one partition, against what is there of
 * it. More may be there, where an acknowledgement got lost; fewer before a tick is loss.
 *
 * @param observed its heartbeats so far
 * @param before of those acknowledged, how many lay before the first record that we could read
 * @param lost the most that were missing at any tick
 * @param hourMs the hour in which that grew last
 * @param lostInHour by how much in that hour
 * @param lastMs when it was heard of last, by append time, epoch milliseconds
 */
record FrontCount(
    long observed,
    long before,
    long lost,
    long hourMs,
    long lostInHour,
    long lastMs,
    boolean ticked) {
  static final FrontCount NONE = new FrontCount(0, 0, 0, 0, 0, 0, false);

  static Serde<FrontCount> serde() {
    return Serdes.serdeFrom(
        (topic, count) -> count == null ? null : count.bytes(),
        (topic, bytes) -> bytes == null ? null : of(ByteBuffer.wrap(bytes)));
  }

  FrontCount withHeartbeat(long appendMs) {
    return new FrontCount(observed + 1, before, lost, hourMs, lostInHour, appendMs, ticked);
  }

  /**
   * After a tick.
   *
   * @param acknowledged as the tick says
   * @param tickHourMs the hour of its append time
   * @param fromMiddle whether the process's earlier heartbeats may lie before all we could read
   */
  FrontCount withTick(long acknowledged, long appendMs, long tickHourMs, boolean fromMiddle) {
    var itsBefore = !ticked && fromMiddle ? Math.max(0, acknowledged - observed) : before;
    var missing = acknowledged - itsBefore - observed;
    if (missing <= lost) {
      return new FrontCount(observed, itsBefore, lost, hourMs, lostInHour, appendMs, true);
    }
    var more = missing - lost + (tickHourMs == hourMs ? lostInHour : 0);
    return new FrontCount(observed, itsBefore, missing, tickHourMs, more, appendMs, true);
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(6 * Long.BYTES + 1)
        .putLong(observed)
        .putLong(before)
        .putLong(lost)
        .putLong(hourMs)
        .putLong(lostInHour)
        .putLong(lastMs)
        .put((byte) (ticked ? 1 : 0))
        .array();
  }

  private static FrontCount of(ByteBuffer bytes) {
    return new FrontCount(
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.getLong(),
        bytes.get() != 0);
  }
}
