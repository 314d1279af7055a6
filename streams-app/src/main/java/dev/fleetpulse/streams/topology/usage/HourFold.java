package dev.fleetpulse.streams.topology.usage;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Folds the samples of an hour, in order of their timestamps, into the hour's figures. It can be
 * written down at any time and go on later.
 *
 * <p>A counter is compared with its previous reading of the same process; for a process's first
 * sample, with the previous reading of any process. It rose by the difference, or, where it fell,
 * by its whole value: it started again from zero. An instance's first reading only sets the mark.
 */
final class HourFold {
  /** More processes than this report under one instance id only by mistake. */
  static final int PROCESSES_MAX = 32;

  private static final long NEVER = Long.MAX_VALUE;

  private Counters counters;
  private Marks ofAny;
  private final Map<String, Marks> ofProcess = new LinkedHashMap<>();
  private String lastProcess = "";
  private long lastMs;

  private long[] rises;
  private String app = "";
  private long samples;
  private long stepFromMs = NEVER;

  private HourFold(Counters counters, Marks ofAny, long lastMs) {
    this.counters = counters;
    this.ofAny = ofAny;
    this.lastMs = lastMs;
    this.rises = noRises(counters.size());
  }

  /** The first hour of an instance. */
  static HourFold first() {
    return new HourFold(Counters.NONE, Marks.none(0), 0);
  }

  /** The hour after this one, still without samples. */
  HourFold next() {
    var next = new HourFold(counters, ofAny.copy(), lastMs);
    ofProcess.forEach((process, marks) -> next.ofProcess.put(process, marks.copy()));
    next.lastProcess = lastProcess;
    return next;
  }

  /** Takes the sample that follows all others. */
  void add(Sample sample) {
    var values = aligned(sample);
    var known = ofProcess.remove(sample.process());
    var own = known == null ? Marks.none(counters.size()) : known;
    var timeMs = sample.timestampMs();
    for (var slot = 0; slot < values.length; slot++) {
      var value = values[slot];
      if (value != Counters.ABSENT) {
        var rise = rise(known != null && known.has(slot) ? known : ofAny, slot, value);
        rises[slot] = rises[slot] == Counters.ABSENT ? rise : rises[slot] + rise;
        own.set(slot, timeMs, value);
        ofAny.set(slot, timeMs, value);
      }
    }
    ofProcess.put(sample.process(), own);
    if (ofProcess.size() > PROCESSES_MAX) {
      ofProcess.remove(ofProcess.keySet().iterator().next());
    }
    lastProcess = sample.process();
    lastMs = timeMs;
    app = sample.app();
    samples++;
  }

  private long rise(Marks before, int slot, long value) {
    if (!before.has(slot)) {
      return 0;
    }
    stepFromMs = Math.min(stepFromMs, before.timeMs(slot));
    return value >= before.value(slot) ? value - before.value(slot) : value;
  }

  /** The sample's values in our slots, made where they are missing. */
  private long[] aligned(Sample sample) {
    if (sample.counters() == counters && !counters.exceedLimit()) {
      return sample.values();
    }
    var together = counters.with(sample.counters().all());
    if (together.exceedLimit()) {
      var admission = NameLimit.admit(sample, counters, ofAny);
      moveTo(admission.counters());
      return counters.inSlots(admission.readings());
    }
    moveTo(together);
    var values = new long[counters.size()];
    for (var slot = 0; slot < values.length; slot++) {
      var from = sample.counters().slotOf(counters.at(slot));
      values[slot] = from < 0 ? Counters.ABSENT : sample.value(from);
    }
    return values;
  }

  private void moveTo(Counters others) {
    if (others == counters) {
      return;
    }
    var from = counters;
    var moved = noRises(others.size());
    for (var slot = 0; slot < moved.length; slot++) {
      var before = from.slotOf(others.at(slot));
      moved[slot] = before < 0 ? Counters.ABSENT : rises[before];
    }
    rises = moved;
    ofAny = ofAny.moved(from, others);
    ofProcess.replaceAll((process, marks) -> marks.moved(from, others));
    counters = others;
  }

  Counters counters() {
    return counters;
  }

  /** Timestamp of the last sample, in this hour or before. */
  long lastMs() {
    return lastMs;
  }

  long samples() {
    return samples;
  }

  /** As the hour's last sample names it. */
  String app() {
    return app;
  }

  /** Of the last sample. */
  String lastProcess() {
    return lastProcess;
  }

  /** Whether the hour has samples of the counter. */
  boolean isSampled(int slot) {
    return rises[slot] != Counters.ABSENT;
  }

  /** How much the counter rose; only where it is sampled. */
  long rise(int slot) {
    return rises[slot];
  }

  /** What the counter showed last. */
  long lastValue(int slot) {
    return ofAny.value(slot);
  }

  /** Timestamp of the earliest reading a rise was measured from. */
  OptionalLong stepFromMs() {
    return stepFromMs == NEVER ? OptionalLong.empty() : OptionalLong.of(stepFromMs);
  }

  /** The hour's figures. */
  HourUsage usage() {
    var byCounter = new HashMap<Counter, Long>();
    for (var slot = 0; slot < rises.length; slot++) {
      if (isSampled(slot)) {
        byCounter.put(counters.at(slot), rises[slot]);
      }
    }
    return new HourUsage(app, samples, stepFromMs(), byCounter);
  }

  /** What the hour leaves to those after it. */
  Carry carry() {
    return new Carry(
        ofAny.readings(counters),
        ofProcess.entrySet().stream()
            .map(
                process ->
                    new Carry.OfProcess(process.getKey(), process.getValue().readings(counters)))
            .toList());
  }

  /** Without the names of the counters. */
  void write(BytesOut out, long hourMs) {
    out.count(samples);
    out.difference(lastMs - hourMs);
    out.text(app);
    out.count(stepFromMs == NEVER ? 0 : 1);
    if (stepFromMs != NEVER) {
      out.difference(lastMs - stepFromMs);
    }
    writeRises(out);
    ofAny.write(out, lastMs);
    out.count(ofProcess.size());
    ofProcess.forEach((process, marks) -> write(out, process, marks));
  }

  private void writeRises(BytesOut out) {
    var sampled = Bits.none(rises.length);
    for (var slot = 0; slot < rises.length; slot++) {
      if (isSampled(slot)) {
        Bits.set(sampled, slot);
      }
    }
    out.bits(sampled, rises.length);
    for (var slot = 0; slot < rises.length; slot++) {
      if (isSampled(slot)) {
        out.difference(rises[slot]);
      }
    }
  }

  /** Nearly always there is one process, and its readings are the last ones of all. */
  private void write(BytesOut out, String process, Marks marks) {
    out.text(process);
    var shared = marks.isPartOf(ofAny);
    out.octet(shared ? 1 : 0);
    if (shared) {
      marks.writeSlots(out);
    } else {
      marks.write(out, lastMs);
    }
  }

  static HourFold read(BytesIn in, Counters counters, long hourMs) {
    var samples = in.count();
    var lastMs = hourMs + in.difference();
    var app = in.text();
    var stepFromMs = in.count() == 0 ? NEVER : lastMs - in.difference();
    var rises = readRises(in, counters.size());
    var fold = new HourFold(counters, Marks.read(in, counters.size(), lastMs), lastMs);
    fold.samples = samples;
    fold.app = app;
    fold.stepFromMs = stepFromMs;
    fold.rises = rises;
    for (var left = in.count(); left > 0; left--) {
      var process = in.text();
      fold.ofProcess.put(
          process,
          in.octet() == 1
              ? Marks.readSlots(in, fold.ofAny)
              : Marks.read(in, counters.size(), lastMs));
      fold.lastProcess = process;
    }
    return fold;
  }

  private static long[] readRises(BytesIn in, int slots) {
    var sampled = in.bits(slots);
    var rises = noRises(slots);
    for (var slot = 0; slot < slots; slot++) {
      if (Bits.has(sampled, slot)) {
        rises[slot] = in.difference();
      }
    }
    return rises;
  }

  private static long[] noRises(int slots) {
    var none = new long[slots];
    Arrays.fill(none, Counters.ABSENT);
    return none;
  }
}
