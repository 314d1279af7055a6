package dev.fleetpulse.streams.topology.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Samples as few bytes, one after the other: what is as in the sample before is a bit, and what
 * changed is a difference, which makes a heartbeat a minute some 35 bytes.
 */
final class SampleBytes {
  private static final int SAME_APP = 1;
  private static final int SAME_PROCESS = 2;
  private static final int SAME_COUNTERS = 4;

  private final Counters counters;
  private final long[] last;
  private final long[] seen;
  private long lastMs;
  private String app;
  private String process;

  private SampleBytes(Counters counters, long beforeMs) {
    this.counters = counters;
    this.last = new long[counters.size()];
    this.seen = Bits.none(counters.size());
    this.lastMs = beforeMs;
  }

  /** Before the first sample of an hour. */
  static SampleBytes begin(Counters counters, long hourMs) {
    return new SampleBytes(counters, hourMs);
  }

  /** After the last sample of what was folded, which must be in the same slots. */
  static SampleBytes after(HourFold fold) {
    var bytes = new SampleBytes(fold.counters(), fold.lastMs());
    for (var slot = 0; slot < bytes.last.length; slot++) {
      if (fold.isSampled(slot)) {
        bytes.last[slot] = fold.lastValue(slot);
        Bits.set(bytes.seen, slot);
      }
    }
    bytes.app = fold.app();
    bytes.process = fold.lastProcess();
    return bytes;
  }

  /** Writes the next sample, whose counters all have slots here. */
  void write(BytesOut out, Sample sample) {
    var present = Bits.none(last.length);
    var changed = Bits.none(last.length);
    var values = new long[last.length];
    var sameSlots = sample.counters() == counters;
    for (var slot = 0; slot < last.length; slot++) {
      var from = sameSlots ? slot : sample.counters().slotOf(counters.at(slot));
      if (from >= 0 && sample.has(from)) {
        Bits.set(present, slot);
        values[slot] = sample.value(from);
        if (values[slot] != last[slot]) {
          Bits.set(changed, slot);
        }
      }
    }
    out.difference(sample.timestampMs() - lastMs);
    writeWords(out, sample, present);
    out.fixed(sample.hash());
    out.bits(changed, last.length);
    for (var slot = 0; slot < last.length; slot++) {
      if (Bits.has(changed, slot)) {
        out.difference(values[slot] - last[slot]);
      }
    }
    took(sample.timestampMs(), sample.app(), sample.process(), present, changed, values);
  }

  private void writeWords(BytesOut out, Sample sample, long[] present) {
    var flags =
        (sample.app().equals(app) ? SAME_APP : 0)
            | (sample.process().equals(process) ? SAME_PROCESS : 0)
            | (Arrays.equals(present, seen) ? SAME_COUNTERS : 0);
    out.octet(flags);
    if ((flags & SAME_APP) == 0) {
      out.text(sample.app());
    }
    if ((flags & SAME_PROCESS) == 0) {
      out.text(sample.process());
    }
    if ((flags & SAME_COUNTERS) == 0) {
      out.bits(present, last.length);
    }
  }

  /** Reads all samples there are. */
  List<Sample> readAll(BytesIn in) {
    var samples = new ArrayList<Sample>();
    while (!in.isAtEnd()) {
      samples.add(read(in));
    }
    return samples;
  }

  private Sample read(BytesIn in) {
    var timestampMs = lastMs + in.difference();
    var flags = in.octet();
    var itsApp = (flags & SAME_APP) == 0 ? in.text() : app;
    var itsProcess = (flags & SAME_PROCESS) == 0 ? in.text() : process;
    var present = (flags & SAME_COUNTERS) == 0 ? in.bits(last.length) : seen.clone();
    var hash = in.fixed();
    var changed = in.bits(last.length);
    var values = new long[last.length];
    for (var slot = 0; slot < last.length; slot++) {
      values[slot] = last[slot] + (Bits.has(changed, slot) ? in.difference() : 0);
    }
    took(timestampMs, itsApp, itsProcess, present, changed, values);
    for (var slot = 0; slot < last.length; slot++) {
      if (!Bits.has(present, slot)) {
        values[slot] = Counters.ABSENT;
      }
    }
    return new Sample(timestampMs, itsApp, itsProcess, hash, counters, values);
  }

  private void took(
      long timestampMs,
      String itsApp,
      String itsProcess,
      long[] present,
      long[] changed,
      long[] values) {
    lastMs = timestampMs;
    app = itsApp;
    process = itsProcess;
    for (var word = 0; word < seen.length; word++) {
      seen[word] |= present[word];
    }
    for (var slot = 0; slot < last.length; slot++) {
      if (Bits.has(changed, slot)) {
        last[slot] = values[slot];
      }
    }
  }
}
