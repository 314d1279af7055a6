package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerFact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * All that is known of one tenant's hour of one log. Figures only grow, and of counts of a store
 * the latest holds, so facts may come in any order and any number of times.
 *
 * @param counted by partition
 * @param lost by start of an ingest process and partition
 * @param givenUp by room or store
 * @param stored by store
 * @param raised how often an alert was raised
 * @param cleared how often it was cleared
 */
record Books(
    Map<String, LogCount> counted,
    Map<String, Long> lost,
    Map<String, Long> givenUp,
    Map<String, Stored> stored,
    int raised,
    int cleared) {
  /** Whose books those are that concern the whole platform. */
  static final String EVERYBODY = "*";

  static final Books EMPTY = new Books(Map.of(), Map.of(), Map.of(), Map.of(), 0, 0);

  /**
   * What a store had at a count.
   *
   * @param round when that began, epoch milliseconds
   */
  record Stored(long round, long rows) {
    private Stored later(Stored other) {
      if (round == other.round) {
        return rows >= other.rows ? this : other;
      }
      return round > other.round ? this : other;
    }
  }

  static Serde<Books> serde() {
    return Serdes.serdeFrom(
        (topic, books) -> books == null ? null : books.write(),
        (topic, bytes) -> bytes == null ? null : read(bytes));
  }

  /** With one more fact; facts of other kinds change nothing. */
  Books with(LedgerFact fact) {
    var source = fact.getSource();
    return switch (fact.getKind()) {
      case Facts.COUNTED ->
          new Books(
              merged(counted, source, LogCount.of(fact), LogCount::or),
              lost,
              givenUp,
              stored,
              raised,
              cleared);
      case Facts.LOST ->
          new Books(
              counted,
              merged(lost, source, fact.getCount(), Math::max),
              givenUp,
              stored,
              raised,
              cleared);
      case Facts.GIVEN_UP ->
          new Books(
              counted,
              lost,
              merged(givenUp, source, fact.getCount(), Math::max),
              stored,
              raised,
              cleared);
      case Facts.STORED ->
          new Books(
              counted,
              lost,
              givenUp,
              merged(stored, source, new Stored(fact.getRound(), fact.getCount()), Stored::later),
              raised,
              cleared);
      default -> this;
    };
  }

  /** The sum over the partitions. */
  LogCount sum() {
    return counted.values().stream().reduce(LogCount.NONE, LogCount::plus);
  }

  long lostInAll() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isAlertOpen() {
    return raised > cleared;
  }

  Books withAlertRaised() {
    return new Books(counted, lost, givenUp, stored, raised + 1, cleared);
  }

  Books withAlertCleared() {
    return new Books(counted, lost, givenUp, stored, raised, cleared + 1);
  }

  private static <V> Map<String, V> merged(
      Map<String, V> map, String key, V value, BinaryOperator<V> both) {
    var merged = new TreeMap<>(map);
    merged.merge(key, value, both);
    return merged;
  }

  private byte[] write() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(counted.size());
      for (var one : counted.entrySet()) {
        out.writeUTF(one.getKey());
        out.write(one.getValue().bytes());
      }
      write(out, lost);
      write(out, givenUp);
      out.writeInt(stored.size());
      for (var one : stored.entrySet()) {
        out.writeUTF(one.getKey());
        out.writeLong(one.getValue().round());
        out.writeLong(one.getValue().rows());
      }
      out.writeInt(raised);
      out.writeInt(cleared);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't write into memory", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Map<String, Long> figures) throws IOException {
    out.writeInt(figures.size());
    for (var one : figures.entrySet()) {
      out.writeUTF(one.getKey());
      out.writeLong(one.getValue());
    }
  }

  private static Books read(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var counted = new TreeMap<String, LogCount>();
      for (var left = in.readInt(); left > 0; left--) {
        counted.put(in.readUTF(), LogCount.of(ByteBuffer.wrap(in.readNBytes(LogCount.BYTES))));
      }
      var lost = figures(in);
      var givenUp = figures(in);
      var stored = new TreeMap<String, Stored>();
      for (var left = in.readInt(); left > 0; left--) {
        stored.put(in.readUTF(), new Stored(in.readLong(), in.readLong()));
      }
      return new Books(counted, lost, givenUp, stored, in.readInt(), in.readInt());
    } catch (IOException e) {
      throw new SerializationException("Not books", e);
    }
  }

  private static Map<String, Long> figures(DataInputStream in) throws IOException {
    var figures = new TreeMap<String, Long>();
    for (var left = in.readInt(); left > 0; left--) {
      figures.put(in.readUTF(), in.readLong());
    }
    return figures;
  }
}
