package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A topic full of heartbeats, as a fleet leaves them that sends one each 60 s: in the order of
 * time, counters rising, a few processes started anew.
 *
 * @param instances that send, spread evenly over the minute
 * @param samples that each of them sends
 */
public record HeartbeatLoad(int instances, int samples) implements Load {
  private static final long PACE_MS = 60_000;
  private static final int APPS = 40;
  private static final int HASH_BYTES = 32;
  private static final long LATENESS_MS = 20;
  private static final int RESTART_EVERY = 500;
  private static final List<String> CATEGORIES = List.of("heal", "chat", "search");
  private static final List<String> MODELS = List.of("model-small", "model-large", "model-embed");

  @Override
  public long records() {
    return (long) instances * samples;
  }

  @Override
  public String text() {
    return "%,d heartbeats: %,d instances, %d each".formatted(records(), instances, samples);
  }

  @Override
  public void fill(String kafka, Schemas schemas) {
    var topic = Topics.with(schemas).heartbeats();
    Load.fill(kafka, topic, producer -> send(producer, topic.name()));
  }

  private void send(KafkaProducer<InstanceKey, Heartbeat> producer, String topic)
      throws ExecutionException, InterruptedException {
    Future<RecordMetadata> sent = null;
    var random = new SplittableRandom(4);
    var fleet = new ArrayList<Instance>();
    for (var number = 0; number < instances; number++) {
      fleet.add(new Instance(number));
    }
    var hour = 60 * PACE_MS;
    var begin = (System.currentTimeMillis() - samples * PACE_MS) / hour * hour;
    for (var sample = 0; sample < samples; sample++) {
      for (var instance : fleet) {
        var timestamp = begin + sample * PACE_MS + instance.number * PACE_MS / instances;
        var record =
            new ProducerRecord<>(
                topic,
                null,
                timestamp + LATENESS_MS,
                instance.key,
                instance.next(timestamp, random));
        sent = producer.send(record);
      }
      // Where the broker refuses anything, it refuses everything.
      sent.get();
    }
  }

  private static final class Instance {
    private final int number;
    private final InstanceKey key;
    private final Map<String, UsageCounters> byCategory = new TreeMap<>();
    private final Map<String, UsageCounters> byModel = new TreeMap<>();
    private UsageCounters total = new UsageCounters(0L, 0L, 0L);
    private long pid;
    private long repairs;

    Instance(int number) {
      this.number = number;
      this.key = new InstanceKey("bench", "wlv_%08x".formatted(number));
      this.pid = 1_000L + number;
    }

    Heartbeat next(long timestampMs, SplittableRandom random) {
      if (random.nextInt(RESTART_EVERY) == 0) {
        pid++;
        total = new UsageCounters(0L, 0L, 0L);
        byCategory.clear();
        byModel.clear();
      }
      for (var calls = random.nextInt(4); calls > 0; calls--) {
        var use = new UsageCounters(random.nextLong(3_000), random.nextLong(9_000_000), 1L);
        total = sum(total, use);
        byCategory.merge(CATEGORIES.get(random.nextInt(3)), use, Instance::sum);
        byModel.merge(MODELS.get(random.nextInt(3)), use, Instance::sum);
      }
      if (random.nextInt(100) == 0) {
        repairs++;
      }
      return heartbeat(timestampMs, random);
    }

    private Heartbeat heartbeat(long timestampMs, SplittableRandom random) {
      var hash = new byte[HASH_BYTES];
      random.nextBytes(hash);
      return Heartbeat.newBuilder()
          .setTenant(key.tenant())
          .setInstanceId(key.instanceId())
          .setApp("app-" + number % APPS)
          .setTimestampMs(timestampMs)
          .setVersion("0.1.0")
          .setServer(new Server("my-api", 3000, timestampMs / 1000 % 86_400, "healthy", pid, null))
          .setProcess(new ProcessUsage(128.0 + random.nextInt(64), random.nextDouble(100), 256.0))
          .setRoutes(new Routes(8, 8, 0, "/api/search", 450.0))
          .setRepairs(new Repairs(repairs, repairs, 0L, lastRepair(timestampMs)))
          .setUsage(
              new Usage(
                  total.getTokens(),
                  total.getCostNanos(),
                  total.getCalls(),
                  new TreeMap<>(byCategory),
                  new TreeMap<>(byModel)))
          .setRest(
              "{\"brain\":{\"totalMemories\":45,\"namespaces\":{\"docs\":23}},"
                  + "\"backups\":{\"total\":8,\"stable\":3,\"verified\":2,\"unstable\":3},"
                  + "\"metadata\":{\"region\":\"eu-central-1\",\"tier\":\"standard\"}}")
          .setHash(ByteBuffer.wrap(hash))
          .setDownAfterMs(180_000)
          .setIngestor("ingest-1")
          .setIncarnation("0191c1d2-4a5b-7c3d-8e9f-001122334455")
          .build();
    }

    private LastRepair lastRepair(long timestampMs) {
      return repairs == 0
          ? null
          : new LastRepair(
              "TypeError: Cannot read property 'id' of undefined",
              "Added null check",
              true,
              1_820L,
              4_500_000L,
              "fast",
              "model-small",
              900L,
              timestampMs / (100 * PACE_MS) * 100 * PACE_MS);
    }

    private static UsageCounters sum(UsageCounters one, UsageCounters other) {
      return new UsageCounters(
          one.getTokens() + other.getTokens(),
          one.getCostNanos() + other.getCostNanos(),
          one.getCalls() + other.getCalls());
    }
  }
}
