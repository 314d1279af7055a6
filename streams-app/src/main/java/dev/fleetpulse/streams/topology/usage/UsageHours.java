package dev.fleetpulse.streams.topology.usage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     * @param changed every hour it touched
     */
    record Counted(List<HourBlock> changed) implements Outcome {}

    /**
     * A sample of its timestamp was here before.
     *
     * @param changed every hour it touched, where this one replaced the other
     */
    record Duplicate(List<HourBlock> changed) implements Outcome {}

    /**
     * It came later than {@link #LATENESS} and nothing of its timestamp had come in time, or later
     * than anything could change its hour.
     */
    record TooLate() implements Outcome {}
  }

  /**
   * Takes one sample.
   *
   * @param appendMs when the log took it, epoch milliseconds; never falls much from call to call
   * @param revision of the hours that it changes
   */
  Outcome add(Sample sample, long appendMs, long revision) {
    var hourMs = hourOf(sample.timestampMs());
    // Whether the hour's samples are still here must not decide, but only whether they must be.
    if (appendMs - hourMs >= LATENESS.toMillis() + HOUR_MS) {
      return new Outcome.TooLate();
    }
    var late = appendMs - sample.timestampMs() > LATENESS.toMillis();
    var newest = hours.newest();
    if (!late && newest.isPresent() && newest.get().hourMs() == hourMs) {
      if (newest.get().isFollowedBy(sample)) {
        var followed = newest.get().followedBy(sample, revision);
        hours.put(followed);
        return new Outcome.Counted(List.of(followed));
      }
    }
    var found = hours.at(hourMs);
    var before = found.map(HourBlock::samples).orElse(List.of());
    var known = HourBlock.position(before, sample) >= 0;
    if (late && !known) {
      return new Outcome.TooLate();
    }
    if (found.isEmpty()) {
      forgetBefore(appendMs - LATENESS.toMillis());
    }
    var after = HourBlock.with(before, sample);
    var changed = after == before ? List.<HourBlock>of() : refold(hourMs, after, found, revision);
    return known ? new Outcome.Duplicate(changed) : new Outcome.Counted(changed);
  }

  static long hourOf(long timestampMs) {
    return timestampMs - Math.floorMod(timestampMs, HOUR_MS);
  }

  private List<HourBlock> refold(
      long hourMs, List<Sample> samples, Optional<HourBlock> was, long revision) {
    var changed = new ArrayList<HourBlock>();
    var before = hours.lastBefore(hourMs);
    var block = HourBlock.of(hourMs, revision, before, samples);
    var replaced = was;
    while (true) {
      hours.put(block);
      changed.add(block);
      var next = hours.firstAfter(block.hourMs());
      if (next.isEmpty() || isCarrySame(replaced, block)) {
        return changed;
      }
      replaced = next;
      block = HourBlock.of(next.get().hourMs(), revision, Optional.of(block), next.get().samples());
    }
  }

  private static boolean isCarrySame(Optional<HourBlock> before, HourBlock after) {
    return before.isPresent() && before.get().fold().carry().equals(after.fold().carry());
  }

  /**
   * Drops the samples of hours that ended before the given time: none can be added to them. The
   * last of them stays as what the first open hour is measured from.
   */
  private void forgetBefore(long endMs) {
    var closed = hours.lastBefore(hourOf(endMs));
    if (closed.isEmpty() || !closed.get().hasSamples()) {
      return;
    }
    hours.put(closed.get().closed());
    for (var older = hours.lastBefore(closed.get().hourMs());
        older.isPresent();
        older = hours.lastBefore(older.get().hourMs())) {
      hours.remove(older.get().hourMs());
    }
  }
}
