package dev.fleetpulse.streams.topology.errors;

import java.util.Comparator;
import java.util.function.Supplier;

/**
 * What one partition of the reports knows of a group. Changed in place by its one owner.
 *
 * <p>An instance's reports all lie in one partition, so instances that are distinct here are
 * distinct everywhere.
 */
final class LocalGroup {
  /** So many instances of a group are told apart in each partition. */
  static final int INSTANCES_MAX = 10_000;

  private Place sample;
  private long hourMs;
  private long receivedInHour;
  private int instances;
  private Kind kind;
  private Tally tally;

  /** Where an occurrence stands among those of its group: the earliest is the sample. */
  record Place(long timestampMs, String instanceId, String errorId) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::timestampMs)
            .thenComparing(Place::instanceId)
            .thenComparing(Place::errorId);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /**
   * What its occurrences have in common beside their signature.
   *
   * @param category by the rules for everybody
   * @param rootSignature of the root cause alone
   */
  record Kind(String category, String rootSignature) {
    /** With the category that the tenant's own rules gave to one occurrence, if they did. */
    Kind stamped(String own) {
      return own == null ? this : new Kind(own, rootSignature);
    }
  }

  /** One that nothing is known of yet. */
  LocalGroup() {
    this(null, Long.MIN_VALUE, 0, 0, null, new Tally());
  }

  LocalGroup(
      Place sample, long hourMs, long receivedInHour, int instances, Kind kind, Tally tally) {
    this.sample = sample;
    this.hourMs = hourMs;
    this.receivedInHour = receivedInHour;
    this.instances = instances;
    this.kind = kind;
    this.tally = tally;
  }

  /** How many came before in the hour that runs, by the log's clock. */
  long receivedBefore(long runningHourMs) {
    if (runningHourMs > hourMs) {
      hourMs = runningHourMs;
      receivedInHour = 0;
    }
    return receivedInHour++;
  }

  /**
   * Of what kind it is. That is found out once an hour and not for each occurrence: they have one
   * signature, so it is hardly ever another, and rules cost more than the signature does.
   */
  Kind kind(long runningHourMs, Supplier<Kind> foundOut) {
    if (kind == null || runningHourMs > hourMs) {
      kind = foundOut.get();
    }
    return kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whether the occurrence is earlier than all before; then it is the sample from now on. */
  boolean takesForSample(Place place) {
    if (sample != null && place.compareTo(sample) >= 0) {
      return false;
    }
    sample = place;
    return true;
  }

  /** Whether there is room for one more instance. */
  boolean countsInstance() {
    if (instances >= INSTANCES_MAX) {
      return false;
    }
    instances++;
    return true;
  }

  /** What was not told yet, which is nothing then. */
  Tally takeTally() {
    var taken = tally;
    tally = new Tally();
    return taken;
  }

  Tally tally() {
    return tally;
  }

  Place sample() {
    return sample;
  }

  long hourMs() {
    return hourMs;
  }

  long receivedInHour() {
    return receivedInHour;
  }

  int instances() {
    return instances;
  }
}
