package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import dev.fleetpulse.streams.topology.usage.UsageOracle.Arrival;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The heartbeats of a few instances around midnight, as a log may hold them, each told twice over:
 * as the record that is sent, and as the readings that the oracle adds up.
 */
final class RandomFleet {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long MIDNIGHT = 1_775_088_000_000L;
  private static final long LATENESS = 25 * HOUR;
  private static final List<Long> STEPS =
      List.of(MINUTE, MINUTE + 1_500, MINUTE, 10 * MINUTE, 3 * HOUR);
  private static final List<Counter> COUNTERS = counters();

  private final Random random;
  private final long spanMs;
  private final long latestMs;
  private final List<Sent> sent = new ArrayList<>();
  private boolean resets;
  private boolean gaps;
  private boolean conflicts;
  private boolean tooLate;

  /** One record. */
  record Sent(InstanceKey instance, Heartbeat heartbeat, Arrival arrival) {
    long appendMs() {
      return arrival.appendMs();
    }
  }

  /**
   * A fleet.
   *
   * @param spanMs at most from an instance's first heartbeat to its last
   * @param latestMs at most from a heartbeat to its arrival
   */
  RandomFleet(Random random, long spanMs, long latestMs) {
    this.random = random;
    this.spanMs = spanMs;
    this.latestMs = latestMs;
    for (var left = 1 + random.nextInt(3); left > 0; left--) {
      addInstance(new InstanceKey(random.nextBoolean() ? "acme" : "zenith", "wlv_" + left));
    }
  }

  List<Sent> sent() {
    return sent;
  }

  boolean hasResets() {
    return resets;
  }

  boolean hasGaps() {
    return gaps;
  }

  boolean hasConflicts() {
    return conflicts;
  }

  boolean hasTooLate() {
    return tooLate;
  }

  boolean crossesHours() {
    return sent.stream().map(one -> one.heartbeat.getTimestampMs() / HOUR).distinct().count() > 1;
  }

  boolean crossesMidnight() {
    return sent.stream().anyMatch(one -> one.heartbeat.getTimestampMs() < MIDNIGHT)
        && sent.stream().anyMatch(one -> one.heartbeat.getTimestampMs() >= MIDNIGHT);
  }

  boolean hasLate() {
    return sent.stream().anyMatch(one -> one.appendMs() - one.heartbeat.getTimestampMs() > HOUR);
  }

  private void addInstance(InstanceKey instance) {
    var values = new HashMap<Counter, Long>();
    var timestampMs = MIDNIGHT - 90 * MINUTE + random.nextLong(2 * HOUR);
    var end = timestampMs + spanMs;
    var process = 1;
    for (var left = 1 + random.nextInt(30); left > 0 && timestampMs < end; left--) {
      if (random.nextInt(8) == 0) {
        process = random.nextBoolean() ? process + 1 : Math.max(1, process - 1);
        if (random.nextBoolean()) {
          values.clear();
          resets = true;
        }
      }
      var readings = readings(values);
      addCopies(instance, timestampMs, process, readings);
      var step = STEPS.get(random.nextInt(STEPS.size()));
      gaps |= step > HOUR && left > 1;
      timestampMs += step;
    }
  }

  private void addCopies(
      InstanceKey instance, long timestampMs, int process, Map<Counter, Long> readings) {
    for (var copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--) {
      conflicts |= copies > 1;
      var app = random.nextInt(8) == 0 ? "moved" : "shop";
      var hash = random.nextLong();
      var lateness = random.nextInt(5) == 0 ? random.nextLong(latestMs) : random.nextLong(100);
      tooLate |= lateness > LATENESS;
      var told = copies > 1 ? readings(new HashMap<>(readings)) : readings;
      sent.add(
          new Sent(
              instance,
              heartbeat(instance, timestampMs, app, process, hash, told),
              new Arrival(
                  Sample.of(timestampMs, app, process(process), hash, told),
                  timestampMs + lateness)));
    }
  }

  /** Values that rise, and some of them left out. */
  private Map<Counter, Long> readings(Map<Counter, Long> values) {
    var readings = new TreeMap<Counter, Long>();
    for (var counter : COUNTERS) {
      var value = values.merge(counter, random.nextLong(50), Long::sum);
      if (random.nextInt(20) > 0) {
        readings.put(counter, value);
      }
    }
    return readings;
  }

  private static String process(int number) {
    return switch (number) {
      case 1 -> "";
      case 2 -> "4711";
      default -> "boot-" + number;
    };
  }

  private static Server server(int process) {
    return switch (process) {
      case 1 -> null;
      case 2 -> new Server("api", 80, null, null, 4711L, null);
      default -> new Server("api", 80, null, null, 4711L, "boot-" + process);
    };
  }

  private static Heartbeat heartbeat(
      InstanceKey instance,
      long timestampMs,
      String app,
      int process,
      long hash,
      Map<Counter, Long> told) {
    return Heartbeat.newBuilder()
        .setTenant(instance.tenant())
        .setInstanceId(instance.instanceId())
        .setApp(app)
        .setTimestampMs(timestampMs)
        .setServer(server(process))
        .setUsage(
            new Usage(
                told.get(Counter.total(Measure.TOKENS)),
                told.get(Counter.total(Measure.COST_NANOS)),
                told.get(Counter.total(Measure.CALLS)),
                byName(told, Dimension.CATEGORY),
                byName(told, Dimension.MODEL)))
        .setRepairs(
            new Repairs(
                told.get(Counter.total(Measure.REPAIRS)),
                told.get(Counter.total(Measure.REPAIR_SUCCESSES)),
                told.get(Counter.total(Measure.REPAIR_FAILURES)),
                null))
        .setHash(ByteBuffer.allocate(Long.BYTES).putLong(0, hash))
        .setDownAfterMs(180_000)
        .setIngestor("ingest-1")
        .setIncarnation("start-1")
        .build();
  }

  private static Map<String, UsageCounters> byName(Map<Counter, Long> told, Dimension dimension) {
    var byName = new HashMap<String, UsageCounters>();
    told.keySet().stream()
        .filter(counter -> counter.dimension() == dimension)
        .map(Counter::name)
        .distinct()
        .forEach(
            name ->
                byName.put(
                    name,
                    new UsageCounters(
                        told.get(new Counter(dimension, name, Measure.TOKENS)),
                        told.get(new Counter(dimension, name, Measure.COST_NANOS)),
                        told.get(new Counter(dimension, name, Measure.CALLS)))));
    return byName;
  }

  private static List<Counter> counters() {
    var counters = new ArrayList<Counter>();
    for (var measure : Measure.values()) {
      counters.add(Counter.total(measure));
    }
    for (var measure : List.of(Measure.TOKENS, Measure.COST_NANOS, Measure.CALLS)) {
      counters.add(new Counter(Dimension.CATEGORY, "heal", measure));
      counters.add(new Counter(Dimension.CATEGORY, "chat", measure));
      counters.add(new Counter(Dimension.MODEL, "model-a", measure));
    }
    return counters;
  }
}
