package dev.fleetpulse.streams.topology.usage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The last reading in each slot: what the counter showed, and when. */
final class Marks {
  private final long[] timesMs;
  private final long[] values;

  private Marks(long[] timesMs, long[] values) {
    this.timesMs = timesMs;
    this.values = values;
  }

  static Marks none(int slots) {
    var timesMs = new long[slots];
    Arrays.fill(timesMs, Counters.ABSENT);
    return new Marks(timesMs, new long[slots]);
  }

  Marks copy() {
    return new Marks(timesMs.clone(), values.clone());
  }

  /** The same readings, in other slots; what has no slot there is dropped. */
  Marks moved(Counters from, Counters to) {
    var moved = none(to.size());
    for (var slot = 0; slot < to.size(); slot++) {
      var before = from.slotOf(to.at(slot));
      if (before >= 0 && has(before)) {
        moved.set(slot, timesMs[before], values[before]);
      }
    }
    return moved;
  }

  boolean has(int slot) {
    return timesMs[slot] != Counters.ABSENT;
  }

  long timeMs(int slot) {
    return timesMs[slot];
  }

  long value(int slot) {
    return values[slot];
  }

  void set(int slot, long timeMs, long value) {
    timesMs[slot] = timeMs;
    values[slot] = value;
  }

  Map<Counter, Reading> readings(Counters counters) {
    var readings = new HashMap<Counter, Reading>();
    for (var slot = 0; slot < timesMs.length; slot++) {
      if (has(slot)) {
        readings.put(counters.at(slot), new Reading(timesMs[slot], values[slot]));
      }
    }
    return readings;
  }

  /** Times as distances back from a later one, which most of them are equal to. */
  void write(BytesOut out, long laterMs) {
    writeSlots(out);
    for (var slot = 0; slot < timesMs.length; slot++) {
      if (has(slot)) {
        out.difference(laterMs - timesMs[slot]);
        out.difference(values[slot]);
      }
    }
  }

  static Marks read(BytesIn in, int slots, long laterMs) {
    var marks = none(slots);
    var present = in.bits(slots);
    for (var slot = 0; slot < slots; slot++) {
      if (Bits.has(present, slot)) {
        marks.set(slot, laterMs - in.difference(), in.difference());
      }
    }
    return marks;
  }

  /** Whether every reading here is the one there. */
  boolean isPartOf(Marks other) {
    for (var slot = 0; slot < timesMs.length; slot++) {
      if (has(slot)
          && (timesMs[slot] != other.timesMs[slot] || values[slot] != other.values[slot])) {
        return false;
      }
    }
    return true;
  }

  void writeSlots(BytesOut out) {
    var present = Bits.none(timesMs.length);
    for (var slot = 0; slot < timesMs.length; slot++) {
      if (has(slot)) {
        Bits.set(present, slot);
      }
    }
    out.bits(present, timesMs.length);
  }

  /** The readings of another, in the slots that are written. */
  static Marks readSlots(BytesIn in, Marks other) {
    var slots = other.timesMs.length;
    var marks = none(slots);
    var present = in.bits(slots);
    for (var slot = 0; slot < slots; slot++) {
      if (Bits.has(present, slot)) {
        marks.set(slot, other.timesMs[slot], other.values[slot]);
      }
    }
    return marks;
  }
}
