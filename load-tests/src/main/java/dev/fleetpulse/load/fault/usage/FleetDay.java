package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.load.fault.Flow;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A fleet's day, written to the log steadily and faster than it passed: counters that start again,
 * processes side by side, gaps, samples that come late, twice, with another content or too late.
 */
final class FleetDay implements Flow.Source {
  private static final String TENANT = "fault";
  private static final String INGESTOR = "fault";
  private static final String INCARNATION = "fault-1";
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final long BEGAN_BEFORE_MS = Duration.ofHours(20).toMillis();
  private static final long TOO_LATE_MS = Duration.ofHours(26).toMillis();
  private static final int HELD_BACK_MAX = 500;
  private static final List<Long> PACES_MS = List.of(30_000L, 60_000L, 61_500L, 60_000L);

  private final Topic<InstanceKey, Heartbeat> heartbeats;
  private final Random random = new Random(20_261_121);
  private final List<Instance> fleet;
  private final Deque<Heartbeat> heldBack = new ArrayDeque<>();
  private final ConfluentAvro<Tick> ticks;
  private final AtomicLongArray acknowledgedByPartition;
  private long lastTickNanos = System.nanoTime();

  FleetDay(Schemas schemas, int instances) {
    this.heartbeats = Topics.with(schemas).heartbeats();
    this.ticks = Topics.ticks(schemas);
    this.acknowledgedByPartition = new AtomicLongArray(heartbeats.partitions());
    this.fleet = IntStream.range(0, instances).mapToObj(Instance::new).toList();
  }

  @Override
  public void turn(Flow flow, int records) {
    for (var left = records; left > 0; left--) {
      step(flow, fleet.get(random.nextInt(fleet.size())));
    }
    if (System.nanoTime() - lastTickNanos > TICK.toNanos()) {
      lastTickNanos = System.nanoTime();
      tick(flow);
    }
  }

  @Override
  public void rest(Flow flow) {
    heldBack.forEach(heartbeat -> send(flow, heartbeat));
  }

  /**
   * A tick to every partition, so that the log's time goes on after the last heartbeat. As ingest's
   * ticks do, it says how many heartbeats must be there by then.
   */
  void tick(Flow flow) {
    for (var partition = 0; partition < heartbeats.partitions(); partition++) {
      var tick =
          new Tick(
              INGESTOR,
              INCARNATION,
              System.currentTimeMillis(),
              acknowledgedByPartition.get(partition),
              false);
      var header = new RecordHeader(Topics.TICK, ticks.serialize(heartbeats.name(), tick));
      // Whoever waits for a lost one gets the next.
      flow.sendAnyway(
          new ProducerRecord<>(heartbeats.name(), partition, null, null, null, List.of(header)));
    }
    flow.flush();
  }

  private void step(Flow flow, Instance instance) {
    var heartbeat = instance.next();
    var chance = random.nextInt(100);
    if (chance < 8) {
      heldBack.add(heartbeat);
    } else {
      send(flow, heartbeat);
    }
    if (chance >= 90) {
      send(flow, heartbeat);
    } else if (chance >= 87) {
      send(flow, instance.other(heartbeat));
    } else if (chance == 86) {
      send(flow, instance.tooLate(heartbeat));
    }
    if (heldBack.size() > random.nextInt(HELD_BACK_MAX)) {
      send(flow, heldBack.remove());
    }
  }

  private void send(Flow flow, Heartbeat heartbeat) {
    var key = new InstanceKey(heartbeat.getTenant(), heartbeat.getInstanceId());
    flow.send(heartbeats, key, heartbeat, acknowledgedByPartition::incrementAndGet);
  }

  private final class Instance {
    private final String id;
    private final Map<String, UsageCounters> byCategory = new TreeMap<>();
    private UsageCounters total = new UsageCounters(0L, 0L, 0L);
    private long timestampMs;
    private int process = 1;
    private long repairs;

    Instance(int number) {
      id = "fault-" + number;
      timestampMs = System.currentTimeMillis() - BEGAN_BEFORE_MS + random.nextInt(60_000);
    }

    Heartbeat next() {
      timestampMs +=
          random.nextInt(200) == 0 ? 7_200_000 : PACES_MS.get(random.nextInt(PACES_MS.size()));
      // A sender's clock may be ahead, but not so far that ingest would have refused it.
      timestampMs =
          Math.min(timestampMs, System.currentTimeMillis() + 300_000 + random.nextInt(100_000));
      if (random.nextInt(60) == 0) {
        process = random.nextBoolean() ? process + 1 : Math.max(1, process - 1);
        if (random.nextBoolean()) {
          total = new UsageCounters(0L, 0L, 0L);
          byCategory.clear();
        }
      }
      var used = new UsageCounters(random.nextLong(5_000), random.nextLong(9_999_999), 1L);
      total = sum(total, used);
      byCategory.merge("category-" + random.nextInt(4), used, FleetDay::sum);
      repairs += random.nextInt(50) == 0 ? 1 : 0;
      return heartbeat(timestampMs);
    }

    /** The same moment told in another way. */
    Heartbeat other(Heartbeat heartbeat) {
      var other = heartbeat(heartbeat.getTimestampMs());
      other.getUsage().setTotalCalls(heartbeat.getUsage().getTotalCalls() + 7);
      return other;
    }

    Heartbeat tooLate(Heartbeat heartbeat) {
      return heartbeat(heartbeat.getTimestampMs() - TOO_LATE_MS);
    }

    private Heartbeat heartbeat(long itsTimestampMs) {
      var hash = new byte[32];
      random.nextBytes(hash);
      return Heartbeat.newBuilder()
          .setTenant(TENANT)
          .setInstanceId(id)
          .setApp("app-" + id.charAt(id.length() - 1))
          .setTimestampMs(itsTimestampMs)
          .setServer(new Server("api", 80, 1L, "healthy", null, "boot-" + process))
          .setUsage(
              new Usage(
                  random.nextInt(20) == 0 ? null : total.getTokens(),
                  total.getCostNanos(),
                  total.getCalls(),
                  new TreeMap<>(byCategory),
                  Map.of("model", total)))
          .setRepairs(
              new Repairs(
                  repairs,
                  repairs,
                  0L,
                  repairs == 0
                      ? null
                      : new LastRepair(
                          "TypeError", "fixed", true, 10L, 5L, "fast", "model", 3L, repairs)))
          .setHash(ByteBuffer.wrap(hash))
          .setDownAfterMs(180_000)
          .setIngestor(INGESTOR)
          .setIncarnation(INCARNATION)
          .build();
    }
  }

  private static UsageCounters sum(UsageCounters one, UsageCounters other) {
    return new UsageCounters(
        one.getTokens() + other.getTokens(),
        one.getCostNanos() + other.getCostNanos(),
        one.getCalls() + other.getCalls());
  }
}
