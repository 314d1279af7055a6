package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/**
 * A fleet of which all is known, and the log that it leaves: instances beat every 60 seconds with
 * jitter, one in twenty beats is lost on the way, some die, some restart, some lose their own
 * network, some clocks are an hour off; ingest as a whole is away for half an hour, and one of its
 * three processes is cut off for ten minutes. Clients with a queue send what they could not send
 * with the next beat that arrives.
 */
final class SimulatedFleet {
  static final long INTERVAL_MS = 60_000;
  static final long DOWN_AFTER_MS = Heartbeats.DOWN_AFTER_MS;
  static final long START_MS = Instant.parse("2026-04-01T12:20:00Z").toEpochMilli();

  private static final long MINUTE = 60_000;
  private static final long LENGTH_MS = 150 * MINUTE;
  private static final long OUTAGE_MS = 30 * MINUTE;
  private static final long SPLIT_MS = 10 * MINUTE;

  /** After so long a client that gets no answer is led to another ingest process. */
  private static final long FAILOVER_MS = 110_000;

  private static final int INGESTORS = 3;
  private static final int CUT_OFF = 2;
  private static final int JITTER_MS = 5_000;
  private static final double LOSS = 0.05;

  private final Random random;
  private final long outageFromMs;
  private final long splitFromMs;
  private final List<Arrival> log = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();

  /** Why a beat did not arrive, or that it did. */
  enum Outcome {
    ARRIVED,
    LOST,
    OFFLINE,
    OUTAGE,
    SPLIT
  }

  /**
   * One record of the log.
   *
   * @param instance whose heartbeat it is; -1 for a tick
   */
  record Arrival(
      long atMs, int ingestor, int instance, long timestampMs, boolean isBatched, String word) {
    boolean isTick() {
      return instance < 0;
    }

    String ingestorName() {
      return "ingest-" + ingestor;
    }

    Heartbeat heartbeat() {
      var heartbeat = Heartbeats.at(key(instance), timestampMs);
      heartbeat.setIngestor(ingestorName());
      return word == null ? heartbeat : Heartbeats.withStatus(heartbeat, word);
    }
  }

  /**
   * What is known of one instance.
   *
   * @param attempts what became of each of its beats, by when it was sent
   */
  record Life(InstanceKey key, OptionalLong diedMs, TreeMap<Long, Outcome> attempts) {}

  /** Everything is decided by the given source of chance. */
  SimulatedFleet(Random random, int instances) {
    this.random = random;
    outageFromMs = START_MS + 35 * MINUTE + random.nextLong(10 * MINUTE);
    splitFromMs = outageFromMs + OUTAGE_MS + 15 * MINUTE + random.nextLong(5 * MINUTE);
    for (var ingestor = 0; ingestor < INGESTORS; ingestor++) {
      tick(ingestor);
    }
    for (var instance = 0; instance < instances; instance++) {
      live(instance);
    }
    log.sort(
        Comparator.comparingLong(Arrival::atMs)
            .thenComparingInt(Arrival::instance)
            .thenComparingLong(Arrival::timestampMs));
  }

  static InstanceKey key(int instance) {
    return new InstanceKey("acme", "wlv_%05d".formatted(instance));
  }

  /** In the order in which the broker took them. */
  List<Arrival> log() {
    return log;
  }

  List<Life> lives() {
    return lives;
  }

  Map<InstanceKey, Life> byKey() {
    var byKey = new HashMap<InstanceKey, Life>();
    lives.forEach(life -> byKey.put(life.key, life));
    return byKey;
  }

  long recoveredAtMs() {
    return outageFromMs + OUTAGE_MS;
  }

  boolean isInOutage(long ms) {
    return ms >= outageFromMs && ms < recoveredAtMs();
  }

  /** Whether silence from the one time to the other has to do with our outage. */
  boolean touchesOutage(long fromMs, long toMs) {
    return fromMs < recoveredAtMs() && toMs > outageFromMs;
  }

  /** The same for the ingest process that was cut off. */
  boolean touchesSplit(long fromMs, long toMs) {
    return fromMs < splitFromMs + SPLIT_MS && toMs > splitFromMs;
  }

  private boolean isCutOff(int ingestor, long ms) {
    return ingestor == CUT_OFF && ms >= splitFromMs && ms < splitFromMs + SPLIT_MS;
  }

  private void tick(int ingestor) {
    for (var at = START_MS + 300L * ingestor; at < START_MS + LENGTH_MS; at += 1_000) {
      if (!isInOutage(at) && !isCutOff(ingestor, at)) {
        log.add(new Arrival(at, ingestor, -1, at, false, null));
      }
    }
  }

  private void live(int instance) {
    var end = START_MS + LENGTH_MS;
    var fate = random.nextInt(100);
    var diedMs =
        fate < 8
            ? OptionalLong.of(START_MS + 5 * MINUTE + random.nextLong(LENGTH_MS - 25 * MINUTE))
            : OptionalLong.empty();
    var awayFromMs = START_MS + 5 * MINUTE + random.nextLong(LENGTH_MS - 50 * MINUTE);
    var isOffline = fate >= 8 && fate < 12;
    var restarts = fate >= 12 && fate < 45;
    var awayMs =
        isOffline
            ? 10 * MINUTE + random.nextLong(30 * MINUTE)
            : 20_000 + random.nextLong(9 * MINUTE);
    var skewMs = fate % 5 == 0 ? (fate % 2 == 0 ? 3_600_000 : -3_600_000) : random.nextInt(2_000);
    var hasQueue = random.nextInt(10) < 7;
    var life = new Life(key(instance), diedMs, new TreeMap<>());
    lives.add(life);
    var queue = new ArrayList<Long>();
    var isStopped = false;
    for (var beat = START_MS + random.nextLong(INTERVAL_MS);
        beat < Math.min(end, diedMs.orElse(end));
        beat += INTERVAL_MS) {
      var at = beat + random.nextInt(JITTER_MS);
      if (at >= diedMs.orElse(end)) {
        break;
      }
      var isAway = at >= awayFromMs && at < awayFromMs + awayMs;
      if (restarts && isAway && isStopped) {
        continue;
      }
      isStopped = restarts && isAway;
      var ingestor = ingestor(instance, at);
      var outcome = outcome(ingestor, at, isOffline && isAway);
      life.attempts.put(at, outcome);
      var timestampMs = at - skewMs;
      if (outcome == Outcome.ARRIVED) {
        for (var queued : queue) {
          log.add(new Arrival(at, ingestor, instance, queued, true, null));
        }
        queue.clear();
        log.add(
            new Arrival(at, ingestor, instance, timestampMs, false, isStopped ? "stopping" : null));
      } else if (hasQueue && !isStopped) {
        queue.add(timestampMs);
      }
    }
  }

  private int ingestor(int instance, long ms) {
    var own = instance % INGESTORS;
    return isCutOff(own, ms) && ms >= splitFromMs + FAILOVER_MS ? instance % CUT_OFF : own;
  }

  private Outcome outcome(int ingestor, long ms, boolean isOffline) {
    if (isOffline) {
      return Outcome.OFFLINE;
    }
    if (isInOutage(ms)) {
      return Outcome.OUTAGE;
    }
    if (isCutOff(ingestor, ms)) {
      return Outcome.SPLIT;
    }
    return random.nextDouble() < LOSS ? Outcome.LOST : Outcome.ARRIVED;
  }
}
