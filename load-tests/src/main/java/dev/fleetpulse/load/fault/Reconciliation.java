package dev.fleetpulse.load.fault;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Compares what the senders know with what the log holds. Takes the log record by record, each
 * partition in its order, and ends in {@link Findings}.
 */
final class Reconciliation {
  private final Map<HeartbeatId, Boolean> sent;
  private final Map<HeartbeatId, Stored> stored = new HashMap<>();
  private final Map<Writer, Long> written = new HashMap<>();
  private final Set<String> incarnations = new HashSet<>();
  private long records;
  private long conflicting;
  private long ticks;
  private long ticksAhead;
  private long goodbyes;
  private long goodbyesBehind;

  /** One start of an ingest process, as one partition sees it. */
  private record Writer(int partition, String incarnation) {}

  /** The first record of a heartbeat. */
  private record Stored(int partition, String hash) {}

  /**
   * Has read nothing yet.
   *
   * @param sent every heartbeat, and whether it was acknowledged
   */
  Reconciliation(Map<HeartbeatId, Boolean> sent) {
    this.sent = Map.copyOf(sent);
  }

  /**
   * The next record is a heartbeat.
   *
   * @param incarnation of the ingest process that wrote it
   * @param hash of its content
   */
  void heartbeat(int partition, String incarnation, HeartbeatId id, String hash) {
    records++;
    incarnations.add(incarnation);
    written.merge(new Writer(partition, incarnation), 1L, Long::sum);
    var one = new Stored(partition, hash);
    var first = stored.putIfAbsent(id, one);
    if (first != null && !first.equals(one)) {
      conflicting++;
    }
  }

  /**
   * The next record is a tick.
   *
   * @param acknowledged heartbeats that the process says this partition had acknowledged by then
   * @param goodbye whether the process sends nothing after it
   */
  void tick(int partition, String incarnation, long acknowledged, boolean goodbye) {
    ticks++;
    incarnations.add(incarnation);
    var before = written.getOrDefault(new Writer(partition, incarnation), 0L);
    if (acknowledged > before) {
      ticksAhead++;
    }
    if (goodbye) {
      goodbyes++;
      if (acknowledged < before) {
        goodbyesBehind++;
      }
    }
  }

  /** The comparison, once the whole log was read. */
  Findings findings() {
    var acknowledged = sent.values().stream().filter(Boolean::booleanValue).count();
    var lost =
        sent.entrySet().stream()
            .filter(heartbeat -> heartbeat.getValue() && !stored.containsKey(heartbeat.getKey()))
            .count();
    var neverSent = stored.keySet().stream().filter(id -> !sent.containsKey(id)).count();
    return new Findings(
        sent.size(),
        acknowledged,
        records,
        stored.size(),
        lost,
        neverSent,
        conflicting,
        incarnations.size(),
        ticks,
        ticksAhead,
        goodbyes,
        goodbyesBehind);
  }
}
