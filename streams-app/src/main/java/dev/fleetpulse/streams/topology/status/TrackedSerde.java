package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.streams.topology.status.Uptime.ClosedHour;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * What is tracked of an instance as bytes: its state as the topic has it, and numbers, of which
 * most are small or close to the one before.
 */
final class TrackedSerde {
  private static final int SEVEN_BITS = 0x7f;

  private final Serde<InstanceState> states;

  private TrackedSerde(Serde<InstanceState> states) {
    this.states = states;
  }

  /** With states written as the given serde does. */
  static Serde<Tracked> create(Serde<InstanceState> states) {
    var serde = new TrackedSerde(states);
    return Serdes.serdeFrom(
        (topic, tracked) -> tracked == null ? null : serde.write(topic, tracked),
        (topic, bytes) -> bytes == null ? null : serde.read(topic, bytes));
  }

  private byte[] write(String topic, Tracked tracked) {
    var state = states.serializer().serialize(topic, tracked.state());
    var bytes = new ByteArrayOutputStream(state.length + 64);
    try (var out = new DataOutputStream(bytes)) {
      number(out, state.length);
      out.write(state);
      number(out, tracked.excusedUntilMs());
      uptime(out, tracked.uptime());
      number(out, tracked.skew().lastMs().size());
      for (var skew : tracked.skew().lastMs()) {
        number(out, skew);
      }
      out.writeBoolean(tracked.alerts().skew());
      number(out, tracked.alerts().own().size());
      for (var own : tracked.alerts().own().entrySet()) {
        out.writeUTF(own.getKey());
        number(out, own.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private Tracked read(String topic, byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      var state = new byte[(int) number(in)];
      in.readFully(state);
      var excusedUntilMs = number(in);
      var uptime = uptime(in);
      var skews = new ArrayList<Long>();
      for (var left = number(in); left > 0; left--) {
        skews.add(number(in));
      }
      var skew = in.readBoolean();
      var own = new TreeMap<String, Long>();
      for (var left = number(in); left > 0; left--) {
        own.put(in.readUTF(), number(in));
      }
      return new Tracked(
          states.deserializer().deserialize(topic, state),
          excusedUntilMs,
          uptime,
          new Skew(skews),
          new RaisedAlerts(own, skew));
    } catch (IOException e) {
      throw new UncheckedIOException("What is tracked of an instance is cut", e);
    }
  }

  private static void uptime(DataOutput out, Uptime uptime) throws IOException {
    hour(out, uptime.open());
    out.writeBoolean(uptime.changed());
    number(out, uptime.emittedAtMs());
    out.writeBoolean(uptime.unheard());
    number(out, uptime.closed().size());
    for (var closed : uptime.closed()) {
      hour(out, closed.times());
      out.writeBoolean(closed.changed());
    }
    number(out, uptime.doubtful().size());
    for (var stretch : uptime.doubtful()) {
      number(out, stretch.fromMs());
      number(out, stretch.ms());
      out.writeByte(stretch.status().code());
    }
  }

  private static Uptime uptime(DataInput in) throws IOException {
    var open = hour(in);
    var changed = in.readBoolean();
    var emittedAtMs = number(in);
    var unheard = in.readBoolean();
    var closed = new ArrayList<ClosedHour>();
    for (var left = number(in); left > 0; left--) {
      closed.add(new ClosedHour(hour(in), in.readBoolean()));
    }
    var doubtful = new ArrayList<Stretch>();
    for (var left = number(in); left > 0; left--) {
      var fromMs = number(in);
      doubtful.add(new Stretch(fromMs, fromMs + number(in), Status.ofCode(in.readByte())));
    }
    return new Uptime(open, changed, emittedAtMs, unheard, closed, doubtful);
  }

  private static void hour(DataOutput out, HourTimes hour) throws IOException {
    number(out, hour.hourMs());
    for (var value :
        List.of(
            hour.untilMs() - hour.hourMs(),
            hour.healthyMs(),
            hour.degradedMs(),
            hour.downMs(),
            hour.unknownMs(),
            hour.stoppedMs(),
            hour.lateMs())) {
      number(out, value);
    }
  }

  private static HourTimes hour(DataInput in) throws IOException {
    var hourMs = number(in);
    return new HourTimes(
        hourMs,
        hourMs + number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in),
        number(in));
  }

  /** Seven bits a byte, and small ones in few bytes whether they are negative or not. */
  private static void number(DataOutput out, long value) throws IOException {
    var left = (value << 1) ^ (value >> 63);
    while ((left & ~SEVEN_BITS) != 0) {
      out.writeByte((int) ((left & SEVEN_BITS) | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  private static long number(DataInput in) throws IOException {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var next = in.readByte();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
  }
}
