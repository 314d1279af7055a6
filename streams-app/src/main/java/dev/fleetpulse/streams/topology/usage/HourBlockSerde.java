package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * Hour blocks as few bytes: every name is written once, and readings as differences to the sample
 * before, which makes most of them a single byte.
 */
final class HourBlockSerde {
  private static final int VERSION = 1;

  private HourBlockSerde() {}

  static Serde<HourBlock> create() {
    return Serdes.serdeFrom(
        (topic, block) -> block == null ? null : new Writer().write(block),
        (topic, bytes) -> bytes == null ? null : new Reader(bytes).read());
  }

  /** Gives each value a number, in the order of first use. */
  private static final class Numbering<T> {
    private final Map<T, Integer> numbers = new LinkedHashMap<>();

    int of(T value) {
      return numbers.computeIfAbsent(value, key -> numbers.size());
    }

    Iterable<T> values() {
      return numbers.keySet();
    }

    int size() {
      return numbers.size();
    }
  }

  private static final class Writer {
    private final Numbering<String> names = new Numbering<>();
    private final Numbering<Counter> counters = new Numbering<>();
    private final Map<Counter, Long> last = new HashMap<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    private final BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    private long lastTimestampMs;

    byte[] write(HourBlock block) {
      try {
        number(block);
        out.writeInt(VERSION);
        writeNames();
        writeSamples(block.samples());
        writeCarry(block.after());
      } catch (IOException e) {
        throw new UncheckedIOException("Memory refused a write", e);
      }
      return bytes.toByteArray();
    }

    private void number(HourBlock block) {
      for (var sample : block.samples()) {
        names.of(sample.app());
        names.of(sample.process());
        sample.counters().keySet().forEach(counters::of);
      }
      block.after().ofAny().keySet().forEach(counters::of);
      block
          .after()
          .ofProcess()
          .forEach(
              (process, readings) -> {
                names.of(process);
                readings.keySet().forEach(counters::of);
              });
      for (var counter : counters.values()) {
        names.of(counter.dimension().name());
        names.of(counter.name());
        names.of(counter.measure().name());
      }
    }

    private void writeNames() throws IOException {
      out.writeInt(names.size());
      for (var name : names.values()) {
        out.writeString(name);
      }
      out.writeInt(counters.size());
      for (var counter : counters.values()) {
        out.writeInt(names.of(counter.dimension().name()));
        out.writeInt(names.of(counter.name()));
        out.writeInt(names.of(counter.measure().name()));
      }
    }

    private void writeSamples(List<Sample> samples) throws IOException {
      out.writeInt(samples.size());
      for (var sample : samples) {
        writeTimestamp(sample.timestampMs());
        out.writeInt(names.of(sample.app()));
        out.writeInt(names.of(sample.process()));
        out.writeFixed(ByteBuffer.allocate(Long.BYTES).putLong(sample.hash()).array());
        out.writeInt(sample.counters().size());
        for (var counter : sample.counters().entrySet()) {
          writeValue(counter.getKey(), counter.getValue());
        }
      }
    }

    private void writeCarry(Carry carry) throws IOException {
      writeReadings(carry.ofAny());
      out.writeInt(carry.ofProcess().size());
      for (var process : carry.ofProcess().entrySet()) {
        out.writeInt(names.of(process.getKey()));
        writeReadings(process.getValue());
      }
    }

    private void writeReadings(Map<Counter, Reading> readings) throws IOException {
      out.writeInt(readings.size());
      for (var entry : readings.entrySet()) {
        writeTimestamp(entry.getValue().timestampMs());
        writeValue(entry.getKey(), entry.getValue().value());
      }
    }

    private void writeTimestamp(long timestampMs) throws IOException {
      out.writeLong(timestampMs - lastTimestampMs);
      lastTimestampMs = timestampMs;
    }

    private void writeValue(Counter counter, long value) throws IOException {
      out.writeInt(counters.of(counter));
      var before = last.put(counter, value);
      out.writeLong(value - (before == null ? 0 : before));
    }
  }

  private static final class Reader {
    private final BinaryDecoder in;
    private final List<String> names = new ArrayList<>();
    private final List<Counter> counters = new ArrayList<>();
    private final Map<Counter, Long> last = new HashMap<>();
    private long lastTimestampMs;

    Reader(byte[] bytes) {
      in = DecoderFactory.get().binaryDecoder(bytes, null);
    }

    HourBlock read() {
      try {
        var version = in.readInt();
        if (version != VERSION) {
          throw new SerializationException("Unknown version of an hour block: " + version);
        }
        readNames();
        return new HourBlock(readSamples(), readCarry());
      } catch (IOException e) {
        throw new SerializationException("Not an hour block", e);
      }
    }

    private void readNames() throws IOException {
      for (var left = in.readInt(); left > 0; left--) {
        names.add(in.readString());
      }
      for (var left = in.readInt(); left > 0; left--) {
        counters.add(
            new Counter(
                Dimension.valueOf(names.get(in.readInt())),
                names.get(in.readInt()),
                Measure.valueOf(names.get(in.readInt()))));
      }
    }

    private List<Sample> readSamples() throws IOException {
      var samples = new ArrayList<Sample>();
      for (var left = in.readInt(); left > 0; left--) {
        samples.add(
            new Sample(
                readTimestamp(),
                names.get(in.readInt()),
                names.get(in.readInt()),
                readHash(),
                readValues()));
      }
      return samples;
    }

    private long readHash() throws IOException {
      var bytes = new byte[Long.BYTES];
      in.readFixed(bytes);
      return ByteBuffer.wrap(bytes).getLong();
    }

    private SortedMap<Counter, Long> readValues() throws IOException {
      var values = new TreeMap<Counter, Long>();
      for (var left = in.readInt(); left > 0; left--) {
        var counter = counters.get(in.readInt());
        values.put(counter, readValue(counter));
      }
      return values;
    }

    private long readTimestamp() throws IOException {
      lastTimestampMs += in.readLong();
      return lastTimestampMs;
    }

    private long readValue(Counter counter) throws IOException {
      return last.merge(counter, in.readLong(), Long::sum);
    }

    private Carry readCarry() throws IOException {
      var ofAny = readReadings();
      var ofProcess = new LinkedHashMap<String, Map<Counter, Reading>>();
      for (var left = in.readInt(); left > 0; left--) {
        ofProcess.put(names.get(in.readInt()), readReadings());
      }
      return new Carry(ofAny, ofProcess);
    }

    private Map<Counter, Reading> readReadings() throws IOException {
      var readings = new HashMap<Counter, Reading>();
      for (var left = in.readInt(); left > 0; left--) {
        var timestampMs = readTimestamp();
        var counter = counters.get(in.readInt());
        readings.put(counter, new Reading(timestampMs, readValue(counter)));
      }
      return readings;
    }
  }
}
