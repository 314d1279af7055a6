package dev.fleetpulse.streams.topology.status;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The account of one instance's time: the open hour, and of the hours before as much as a late
 * heartbeat may still change. Never changed; what comes gives another one.
 *
 * @param open the hour in which time goes on
 * @param changed whether the open hour has news that did not leave yet
 * @param emittedAtMs when rows last left, epoch milliseconds
 * @param unheard whether nothing was heard since an outage of ours, so that nobody can tell
 * @param closed hours before that hold doubtful time, oldest first
 * @param doubtful when the instance was down or unknown, oldest first
 */
record Uptime(
    HourTimes open,
    boolean changed,
    long emittedAtMs,
    boolean unheard,
    List<ClosedHour> closed,
    List<Stretch> doubtful) {
  /** As late as a heartbeat counts for usage. */
  static final Duration CORRECTED_WITHIN = Duration.ofHours(25);

  /** An instance that falls and rises every few minutes keeps its latest falls only. */
  static final int DOUBTFUL_MAX = 64;

  /**
   * An hour that has ended.
   *
   * @param changed whether it has news that did not leave yet
   */
  record ClosedHour(HourTimes times, boolean changed) {}

  Uptime {
    closed = List.copyOf(closed);
    doubtful = List.copyOf(doubtful);
  }

  /** The account of an instance that is heard of for the first time. */
  static Uptime from(long ms) {
    return new Uptime(HourTimes.from(ms), false, 0, false, List.of(), List.of());
  }

  /** Whether rows have news. */
  boolean hasNews() {
    return changed || closed.stream().anyMatch(ClosedHour::changed);
  }

  /** With news of the open hour, to leave when its time comes. */
  Uptime news() {
    return new Uptime(open, true, emittedAtMs, unheard, closed, doubtful);
  }

  /** After contact. */
  Uptime heard() {
    return unheard ? new Uptime(open, changed, emittedAtMs, false, closed, doubtful) : this;
  }

  /** After its rows have left. */
  Uptime emitted(long ms) {
    return new Uptime(
        open,
        false,
        ms,
        unheard,
        closed.stream().map(hour -> new ClosedHour(hour.times, false)).toList(),
        doubtful);
  }

  /** The rows that have news. */
  List<HourTimes> rows() {
    var rows = new ArrayList<HourTimes>();
    for (var hour : closed) {
      if (hour.changed) {
        rows.add(hour.times);
      }
    }
    if (changed) {
      rows.add(open);
    }
    return rows;
  }

  /**
   * With the time up to the given one accounted for.
   *
   * @param toMs not after the open hour's end
   * @param status of the instance in that time, as far as we could tell
   * @param outages of our own
   */
  Uptime until(long toMs, Status status, long lastContactMs, List<Outage> outages) {
    var fromMs = open.untilMs();
    if (toMs <= fromMs) {
      return this;
    }
    var stretches = new ArrayList<Stretch>();
    var stillUnheard = unheard;
    if (status.expires()) {
      var knownUntilMs = unheard ? fromMs : knownUntil(fromMs, toMs, lastContactMs, outages);
      stretches.add(new Stretch(fromMs, knownUntilMs, status));
      stretches.add(new Stretch(knownUntilMs, toMs, Status.UNKNOWN));
      stillUnheard = knownUntilMs < toMs;
    } else {
      var knownMs = fromMs;
      for (var outage : outages) {
        var unknown =
            new Stretch(outage.fromMs(), outage.toMs(), Status.UNKNOWN).within(knownMs, toMs);
        if (!unknown.isEmpty()) {
          stretches.add(new Stretch(knownMs, unknown.fromMs(), status));
          stretches.add(unknown);
          knownMs = unknown.toMs();
        }
      }
      stretches.add(new Stretch(knownMs, toMs, status));
      stillUnheard = false;
    }
    var times = open;
    var unsure = new ArrayList<>(doubtful);
    for (var stretch : stretches) {
      if (!stretch.isEmpty()) {
        times = times.plus(stretch.status(), stretch.ms());
        addDoubtful(unsure, stretch);
      }
    }
    return new Uptime(times.until(toMs), changed, emittedAtMs, stillUnheard, closed, unsure);
  }

  /** From the first outage on since it was last heard, nobody can tell how it is. */
  private static long knownUntil(long fromMs, long toMs, long lastContactMs, List<Outage> outages) {
    for (var outage : outages) {
      if (outage.toMs() > lastContactMs) {
        return Math.clamp(outage.fromMs(), fromMs, toMs);
      }
    }
    return toMs;
  }

  private static void addDoubtful(List<Stretch> unsure, Stretch stretch) {
    if (stretch.status() != Status.DOWN && stretch.status() != Status.UNKNOWN) {
      return;
    }
    var last = unsure.isEmpty() ? null : unsure.getLast();
    if (last != null && last.toMs() == stretch.fromMs() && last.status() == stretch.status()) {
      unsure.removeLast();
      unsure.add(new Stretch(last.fromMs(), stretch.toMs(), stretch.status()));
    } else {
      unsure.add(stretch);
      if (unsure.size() > DOUBTFUL_MAX) {
        unsure.removeFirst();
      }
    }
  }

  /** With the next hour open, once this one is accounted for to its end. Its row has left. */
  Uptime nextHour() {
    var keptFromMs = open.endMs() - CORRECTED_WITHIN.toMillis();
    var hours = new ArrayList<ClosedHour>();
    for (var hour : closed) {
      if (hour.times.endMs() > keptFromMs) {
        hours.add(hour);
      }
    }
    if (open.hasDoubtful()) {
      hours.add(new ClosedHour(open, false));
    }
    var unsure = new ArrayList<Stretch>();
    for (var stretch : doubtful) {
      var kept = stretch.within(keptFromMs, stretch.toMs());
      if (!kept.isEmpty()) {
        unsure.add(kept);
      }
    }
    return new Uptime(HourTimes.from(open.endMs()), false, emittedAtMs, unheard, hours, unsure);
  }

  /**
   * With the doubtful time between the two judged anew, because a late heartbeat shows how the
   * instance was.
   */
  Uptime corrected(long fromMs, long toMs, Status shown) {
    var unsure = new ArrayList<Stretch>();
    var proven = new ArrayList<Stretch>();
    for (var stretch : doubtful) {
      var part = stretch.within(fromMs, toMs);
      if (part.isEmpty()) {
        unsure.add(stretch);
      } else {
        proven.add(part);
        addUnlessEmpty(unsure, stretch.within(stretch.fromMs(), part.fromMs()));
        addUnlessEmpty(unsure, stretch.within(part.toMs(), stretch.toMs()));
      }
    }
    if (proven.isEmpty()) {
      return this;
    }
    var hours = new ArrayList<ClosedHour>();
    for (var hour : closed) {
      var times = corrected(hour.times, proven, shown);
      hours.add(new ClosedHour(times, hour.changed || !times.equals(hour.times)));
    }
    var times = corrected(open, proven, shown);
    return new Uptime(times, changed || !times.equals(open), emittedAtMs, unheard, hours, unsure);
  }

  private static HourTimes corrected(HourTimes hour, List<Stretch> proven, Status shown) {
    var times = hour;
    for (var stretch : proven) {
      var part = stretch.within(hour.hourMs(), hour.endMs());
      if (!part.isEmpty()) {
        times = times.corrected(stretch.status(), shown, part.ms());
      }
    }
    return times;
  }

  private static void addUnlessEmpty(List<Stretch> stretches, Stretch stretch) {
    if (!stretch.isEmpty()) {
      stretches.add(stretch);
    }
  }
}
