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
  private final EmitPace pace;

  /**
   * Over the hours of one instance.
   *
   * @param pace decides which figures leave at once
   */
  UsageHours(InstanceHours hours, EmitPace pace) {
    this.hours = hours;
    this.pace = pace;
  }

  /**
   * An hour with other figures than before.
   *
   * @param leaves whether they leave now; else they do when the interval ends
   */
  record Change(HourBlock block, boolean leaves) {}

  /** What became of a sample. */
  sealed interface Outcome {
    /**
     * It counts.
     *
     * @param changed every hour it touched
     */
    record Counted(List<Change> changed) implements Outcome {}

    /**
     * A sample of its timestamp was here before.
     *
     * @param changed every hour it touched, where this one replaced the other
     */
    record Duplicate(List<Change> changed) implements Outcome {}

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
        return new Outcome.Counted(List.of(keep(followed, followed.leftMs(), appendMs)));
      }
    }
    var found = hours.at(hourMs);
    var before = found.map(HourBlock::samples).orElse(List.of());
    var known = HourBlock.position(before, sample) >= 0;
    if (late && !known) {
      return new Outcome.TooLate();
    }
    var changed = new ArrayList<Change>();
    if (found.isEmpty()) {
      changed.addAll(forgetBefore(appendMs - LATENESS.toMillis(), appendMs));
    }
    var after = HourBlock.with(before, sample);
    if (after != before) {
      changed.addAll(refold(hourMs, after, found, revision, appendMs));
    }
    return known ? new Outcome.Duplicate(changed) : new Outcome.Counted(changed);
  }

  static long hourOf(long timestampMs) {
    return timestampMs - Math.floorMod(timestampMs, HOUR_MS);
  }

  private List<Change> refold(
      long hourMs, List<Sample> samples, Optional<HourBlock> was, long revision, long nowMs) {
    var changed = new ArrayList<Change>();
    var before = hours.lastBefore(hourMs);
    var block = HourBlock.of(hourMs, revision, before, samples);
    var replaced = was;
    while (true) {
      changed.add(keep(block, replaced.map(HourBlock::leftMs).orElse(HourBlock.NEVER), nowMs));
      var next = hours.firstAfter(block.hourMs());
      if (next.isEmpty() || isCarrySame(replaced, block)) {
        return changed;
      }
      replaced = next;
      block = HourBlock.of(next.get().hourMs(), revision, Optional.of(block), next.get().samples());
    }
  }

  private Change keep(HourBlock block, long leftMs, long nowMs) {
    var leaves = pace.isDue(leftMs, nowMs);
    var kept = block.leavingAt(leaves ? nowMs : leftMs);
    hours.put(kept);
    return new Change(kept, leaves);
  }

  private static boolean isCarrySame(Optional<HourBlock> before, HourBlock after) {
    return before.isPresent() && before.get().fold().carry().equals(after.fold().carry());
  }

  /**
   * Drops the samples of hours that ended before the given time: none can be added to them. The
   * last of them stays as what the first open hour is measured from.
   *
   * @return those whose figures have never left; they leave now that they are final
   */
  private List<Change> forgetBefore(long endMs, long nowMs) {
    var last = hours.lastBefore(hourOf(endMs));
    if (last.isEmpty() || !last.get().hasSamples()) {
      return List.of();
    }
    var unseen = new ArrayList<Change>();
    var closed = last.get().closed();
    if (closed.leftMs() == HourBlock.NEVER) {
      closed = closed.leavingAt(nowMs);
      unseen.add(new Change(closed, true));
    }
    hours.put(closed);
    for (var older = hours.lastBefore(closed.hourMs());
        older.isPresent();
        older = hours.lastBefore(older.get().hourMs())) {
      if (older.get().leftMs() == HourBlock.NEVER) {
        unseen.add(new Change(older.get(), true));
      }
      hours.remove(older.get().hourMs());
    }
    return unseen;
  }
}
