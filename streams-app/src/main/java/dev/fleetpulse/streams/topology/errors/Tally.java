package dev.fleetpulse.streams.topology.errors;

import java.util.ArrayList;
import java.util.List;

/**
 * What is new about a group since it was told last: occurrences counted, and what they brought. It
 * goes to the group instead of the occurrences, so that a million of them cost the group no more
 * than one. Changed in place by its one owner.
 */
final class Tally {
  /** With more entries it goes before its time. */
  private static final int ENTRIES_MAX = 500;

  private final List<Hour> hours = new ArrayList<>(1);
  private final List<String> newInstances = new ArrayList<>(0);
  private final List<Release> releases = new ArrayList<>(0);
  private boolean instancesExact = true;
  private long firstSeenMs = Long.MAX_VALUE;
  private long lastSeenMs = Long.MIN_VALUE;
  private long firstReceivedMs = Long.MAX_VALUE;
  private long lastReceivedMs = Long.MIN_VALUE;
  private String category = "";
  private String rootSignature = "";

  /** Occurrences of one hour of the senders' clocks. */
  record Hour(long hourMs, long count, long kept) {}

  /** When a release had the error, by the senders' clocks. */
  record Release(String name, long firstSeenMs, long lastSeenMs) {}

  /** What one occurrence adds. */
  record Entry(
      long timestampMs,
      long receivedMs,
      long hourMs,
      boolean kept,
      String category,
      String rootSignature,
      String release) {}

  boolean isEmpty() {
    return hours.isEmpty();
  }

  boolean isLarge() {
    return hours.size() + newInstances.size() + releases.size() > ENTRIES_MAX;
  }

  /**
   * Counts an occurrence.
   *
   * @param occurrence whose release may be null; received no earlier than those before
   */
  void add(Entry occurrence) {
    addHour(occurrence.hourMs, 1, occurrence.kept ? 1 : 0);
    if (occurrence.release != null) {
      addRelease(occurrence.release, occurrence.timestampMs, occurrence.timestampMs);
    }
    seen(occurrence.timestampMs, occurrence.timestampMs);
    received(occurrence.receivedMs, occurrence.receivedMs);
    named(occurrence.category, occurrence.rootSignature);
  }

  void addNewInstance(String instanceId) {
    newInstances.add(instanceId);
  }

  /** From now on there are instances that are not told apart. */
  void setInstancesInexact() {
    instancesExact = false;
  }

  void addHour(long hourMs, long count, long kept) {
    for (var i = hours.size() - 1; i >= 0; i--) {
      var hour = hours.get(i);
      if (hour.hourMs == hourMs) {
        hours.set(i, new Hour(hourMs, hour.count + count, hour.kept + kept));
        return;
      }
    }
    hours.add(new Hour(hourMs, count, kept));
  }

  void addRelease(String name, long firstMs, long lastMs) {
    for (var i = releases.size() - 1; i >= 0; i--) {
      var known = releases.get(i);
      if (known.name.equals(name)) {
        if (firstMs < known.firstSeenMs || lastMs > known.lastSeenMs) {
          releases.set(
              i,
              new Release(
                  name, Math.min(known.firstSeenMs, firstMs), Math.max(known.lastSeenMs, lastMs)));
        }
        return;
      }
    }
    releases.add(new Release(name, firstMs, lastMs));
  }

  void seen(long firstMs, long lastMs) {
    firstSeenMs = Math.min(firstSeenMs, firstMs);
    lastSeenMs = Math.max(lastSeenMs, lastMs);
  }

  void received(long firstMs, long lastMs) {
    firstReceivedMs = Math.min(firstReceivedMs, firstMs);
    lastReceivedMs = Math.max(lastReceivedMs, lastMs);
  }

  void named(String itsCategory, String itsRootSignature) {
    category = itsCategory;
    rootSignature = itsRootSignature;
  }

  List<Hour> hours() {
    return hours;
  }

  List<String> newInstances() {
    return newInstances;
  }

  List<Release> releases() {
    return releases;
  }

  boolean instancesExact() {
    return instancesExact;
  }

  long firstSeenMs() {
    return firstSeenMs;
  }

  long lastSeenMs() {
    return lastSeenMs;
  }

  long firstReceivedMs() {
    return firstReceivedMs;
  }

  long lastReceivedMs() {
    return lastReceivedMs;
  }

  String category() {
    return category;
  }

  String rootSignature() {
    return rootSignature;
  }
}
