package dev.fleetpulse.streams.topology.repairs;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The latest repairs that an instance has told of. One that was forgotten and is told again leaves
 * again, under the same key: whoever stores it has it once all the same.
 *
 * @param heardMs append time of a heartbeat that told of one, epoch milliseconds; at most a day
 *     behind the latest, and 0 where an earlier build did not keep it
 * @param ids by time
 */
record ToldRepairs(long heardMs, List<Id> ids) {
  /** An offline queue of a day may come between a repair and its repetition. */
  static final int MAX = 32;

  static final ToldRepairs NONE = new ToldRepairs(0, List.of());

  private static final int ID_BYTES = 2 * Long.BYTES;
  private static final Comparator<Id> BY_TIME =
      Comparator.comparingLong(Id::timestampMs).thenComparing(Id::repairId);

  ToldRepairs {
    ids = List.copyOf(ids);
  }

  /** A repair of the instance. */
  record Id(long timestampMs, String repairId) {}

  boolean knows(Id id) {
    return ids.contains(id);
  }

  ToldRepairs heard(long atMs) {
    return new ToldRepairs(atMs, ids);
  }

  ToldRepairs with(Id id) {
    var more = new ArrayList<>(ids);
    more.add(id);
    more.sort(BY_TIME);
    return new ToldRepairs(heardMs, more.subList(Math.max(0, more.size() - MAX), more.size()));
  }

  static Serde<ToldRepairs> serde() {
    return Serdes.serdeFrom(
        (topic, told) -> told == null ? null : told.write(),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  private byte[] write() {
    var bytes = ByteBuffer.allocate(Long.BYTES + ids.size() * ID_BYTES).putLong(heardMs);
    ids.forEach(
        id ->
            bytes.putLong(id.timestampMs()).putLong(HexFormat.fromHexDigitsToLong(id.repairId())));
    return bytes.array();
  }

  private static ToldRepairs read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    // Earlier builds kept ids alone.
    var heardMs = bytes.length % ID_BYTES == 0 ? 0 : buffer.getLong();
    var ids = new ArrayList<Id>();
    while (buffer.hasRemaining()) {
      ids.add(new Id(buffer.getLong(), HexFormat.of().toHexDigits(buffer.getLong())));
    }
    return new ToldRepairs(heardMs, ids);
  }
}
