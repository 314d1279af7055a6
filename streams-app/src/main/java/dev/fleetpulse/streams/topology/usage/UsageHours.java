package dev.fleetpulse.streams.topology.usage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Takes the samples of one instance, in any order and however often, and keeps the figures of its
 * hours.
 *
 * <p>The figures are a function of the set of accepted samples alone: a sample that comes between
 * others has its hour folded again, and every later hour for as long as what is left to it changes.
 */
final class UsageHours {
  /** How long after its timestamp a sample may arrive; offline queues hold a day. */
  static final Duration LATENESS = Duration.ofHours(25);

  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final InstanceHours hours;

  UsageHours(InstanceHours hours) {
    this.hours = hours;
  }

  /** What became of a sample. */
  sealed interface Outcome {
    /**
     * It counts.
     *
     * @param changed the new figures of every hour it touched, by the hour's start
     */
    record Counted(Map<Long, HourUsage> changed) implements Outcome {}

    /**
     * A sample of its timestamp was here before.
     *
     * @param changed the new figures, where this one replaced the other
     */
    record Duplicate(Map<Long, HourUsage> changed) implements Outcome {}

    /** It came later than {@link #LATENESS} and nothing of its timestamp had come in time. */
    record TooLate() implements Outcome {}
  }

  /**
   * Takes one sample.
   *
   * @param appendMs when the log took it, epoch milliseconds; never falls much from call to call
   */
  Outcome add(Sample sample, long appendMs) {
    var hourMs = hourOf(sample.timestampMs());
    var found = hours.at(hourMs);
    var block = found.orElse(HourBlock.EMPTY);
    var known = block.knows(sample);
    if (!known && appendMs - sample.timestampMs() > LATENESS.toMillis()) {
      return new Outcome.TooLate();
    }
    if (found.isEmpty()) {
      forgetBefore(appendMs - LATENESS.toMillis());
    }
    var samples = block.with(sample);
    var changed =
        samples == block.samples()
            ? Map.<Long, HourUsage>of()
            : refold(hourMs, new HourBlock(samples, block.after()));
    return known ? new Outcome.Duplicate(changed) : new Outcome.Counted(changed);
  }

  static long hourOf(long timestampMs) {
    return timestampMs - Math.floorMod(timestampMs, HOUR_MS);
  }

  private Map<Long, HourUsage> refold(long firstHourMs, HourBlock changedBlock) {
    var changed = new LinkedHashMap<Long, HourUsage>();
    var hourMs = firstHourMs;
    var block = changedBlock;
    var before = hours.lastBefore(hourMs).map(entry -> entry.block().after()).orElse(Carry.NONE);
    while (true) {
      var folded = HourFold.fold(before, block.samples());
      hours.put(hourMs, new HourBlock(block.samples(), folded.after()));
      changed.put(hourMs, folded.usage());
      var next = hours.firstAfter(hourMs);
      if (next.isEmpty() || folded.after().equals(block.after())) {
        return changed;
      }
      hourMs = next.get().hourMs();
      block = next.get().block();
      before = folded.after();
    }
  }

  /**
   * Drops the samples of hours that ended before the given time: none can be added to them. The
   * last of them stays as what the first open hour is measured from.
   */
  private void forgetBefore(long endMs) {
    var closed = hours.lastBefore(hourOf(endMs));
    if (closed.isEmpty() || closed.get().block().samples().isEmpty()) {
      return;
    }
    hours.put(closed.get().hourMs(), closed.get().block().closed());
    for (var older = hours.lastBefore(closed.get().hourMs());
        older.isPresent();
        older = hours.lastBefore(older.get().hourMs())) {
      hours.remove(older.get().hourMs());
    }
  }
}
