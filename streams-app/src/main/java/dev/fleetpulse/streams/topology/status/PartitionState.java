package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Tick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one partition has told about time: its clock, our own outages, and the ingest processes that
 * tick. All of it comes out of the log, so that a replay knows the same at the same record.
 *
 * @param outages those that uptime may still have to be told of, oldest first
 * @param ingestors by id
 * @param alertUntilMs until when the platform's alert stays raised; 0 where it is not
 * @param toldMs when the clock was last told to readers
 */
record PartitionState(
    StatusClock clock,
    List<Outage> outages,
    SortedMap<String, IngestorContact> ingestors,
    long alertUntilMs,
    long toldMs) {
  /** Before the first record of a partition. */
  static final PartitionState NONE =
      new PartitionState(StatusClock.NONE, List.of(), new TreeMap<>(), 0, 0);

  /** After an outage the alert waits whether it was the last. */
  static final Duration SETTLED = Duration.ofSeconds(60);

  /** An instance's uptime is brought up to date every hour, and behind a queue of others. */
  private static final Duration OUTAGES_KEPT = Duration.ofHours(6);

  private static final int OUTAGES_MAX = 512;

  /** Longer than any threshold. */
  private static final Duration INGESTORS_KEPT = Duration.ofDays(2);

  private static final int INGESTORS_MAX = 256;
  private static final Duration TOLD_EVERY = Duration.ofSeconds(1);

  long nowMs() {
    return clock.nowMs();
  }

  /** After a record that the log took at the given time. */
  PartitionState at(long appendMs) {
    var after = clock.after(appendMs);
    if (after.recoveredAtMs() == clock.recoveredAtMs() || clock.equals(StatusClock.NONE)) {
      return new PartitionState(after, outages, ingestors, alertUntilMs, toldMs);
    }
    var known = new ArrayList<Outage>();
    for (var outage : outages) {
      if (outage.toMs() >= appendMs - OUTAGES_KEPT.toMillis()) {
        known.add(outage);
      }
    }
    known.add(new Outage(clock.nowMs(), appendMs));
    var kept = known.subList(Math.max(0, known.size() - OUTAGES_MAX), known.size());
    return new PartitionState(
        after, List.copyOf(kept), ingestors, appendMs + SETTLED.toMillis(), toldMs);
  }

  /** After a tick, once the clock has come {@link #at} it. */
  PartitionState after(Tick tick) {
    var now = nowMs();
    var known = new TreeMap<>(ingestors);
    known.merge(
        tick.getIngestor(),
        IngestorContact.first(now, tick.getGoodbye()),
        (before, first) -> before.after(now, tick.getGoodbye(), clock.recoveredAtMs()));
    if (known.size() > ingestors.size()) {
      known.values().removeIf(contact -> contact.lastTickMs() < now - INGESTORS_KEPT.toMillis());
      if (known.size() > INGESTORS_MAX) {
        return this;
      }
    }
    return new PartitionState(clock, outages, known, alertUntilMs, toldMs);
  }

  boolean isAlertOver() {
    return alertUntilMs > 0 && nowMs() > alertUntilMs;
  }

  PartitionState withoutAlert() {
    return new PartitionState(clock, outages, ingestors, 0, toldMs);
  }

  /** Whether readers are to be told how late it is. */
  boolean isToBeTold() {
    return nowMs() - toldMs >= TOLD_EVERY.toMillis() || clock.recoveredAtMs() > toldMs;
  }

  PartitionState told() {
    return new PartitionState(clock, outages, ingestors, alertUntilMs, nowMs());
  }

  /**
   * Whether the ingest process that an instance was last heard through fell silent since, so that
   * its silence may be the process's.
   */
  boolean mayHaveMissed(String ingestor, long lastContactMs) {
    var contact = ingestor == null ? null : ingestors.get(ingestor);
    return contact != null && contact.mayHaveMissed(lastContactMs, nowMs(), clock.recoveredAtMs());
  }
}
