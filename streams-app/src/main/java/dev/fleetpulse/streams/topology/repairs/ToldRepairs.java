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
 * @param ids by time
 */
record ToldRepairs(List<Id> ids) {
  /** An offline queue of a day may come between a repair and its repetition. */
  static final int MAX = 32;

  static final ToldRepairs NONE = new ToldRepairs(List.of());

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

  ToldRepairs with(Id id) {
    var more = new ArrayList<>(ids);
    more.add(id);
    more.sort(BY_TIME);
    return new ToldRepairs(more.subList(Math.max(0, more.size() - MAX), more.size()));
  }

  static Serde<ToldRepairs> serde() {
    return Serdes.serdeFrom(
        (topic, told) -> told == null ? null : told.write(),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  private byte[] write() {
    var bytes = ByteBuffer.allocate(ids.size() * ID_BYTES);
    ids.forEach(
        id ->
            bytes.putLong(id.timestampMs()).putLong(HexFormat.fromHexDigitsToLong(id.repairId())));
    return bytes.array();
  }

  private static ToldRepairs read(byte[] bytes) {
    var buffer = ByteBuffer.wrap(bytes);
    var ids = new ArrayList<Id>();
    while (buffer.hasRemaining()) {
      ids.add(new Id(buffer.getLong(), HexFormat.of().toHexDigits(buffer.getLong())));
    }
    return new ToldRepairs(ids);
  }
}
