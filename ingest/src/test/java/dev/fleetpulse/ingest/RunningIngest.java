package dev.fleetpulse.ingest;

import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Shutdown;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The whole ingest process, wired as in production, inside the test's JVM. */
final class RunningIngest implements AutoCloseable {
  private final Shutdown shutdown = new Shutdown(Duration.ofSeconds(18));
  private final SchemaRegistry registry;
  private final Topics topics;
  private final Client client;
  private final Client management;

  RunningIngest(String kafka, String registryUrl, String ingestor) throws Exception {
    this(kafka, registryUrl, ingestor, Map.of());
  }

  /** With these settings on top of the usual ones. */
  RunningIngest(String kafka, String registryUrl, String ingestor, Map<String, String> more)
      throws Exception {
    registry = new SchemaRegistry(registryUrl, Duration.ofSeconds(30));
    topics = Topics.with(registry);
    var settings =
        new HashMap<>(
            Map.of(
                "FLEETPULSE_KAFKA",
                kafka,
                "FLEETPULSE_REGISTRY_URL",
                registryUrl,
                "FLEETPULSE_KEYS",
                TestKeys.SETTING,
                // Tests send more of one instance than real ones may.
                "FLEETPULSE_LIMIT_INSTANCE_HEARTBEATS",
                "1000000/PT1S",
                "FLEETPULSE_LIMIT_INSTANCE_ERRORS",
                "1000000/PT1S",
                "FLEETPULSE_INGESTOR",
                ingestor,
                "FLEETPULSE_PORT",
                "0",
                "FLEETPULSE_MANAGEMENT_PORT",
                "0"));
    settings.putAll(more);
    var ports = IngestMain.start(IngestConfig.from(new Env(settings)), shutdown);
    client = new Client(ports.api());
    management = new Client(ports.management());
  }

  Topics topics() {
    return topics;
  }

  Client client() {
    return client;
  }

  HttpResponse<String> management(String path) throws Exception {
    return management.get(path);
  }

  /** The ticks of one ingestor among the records. */
  List<Tick> ticks(String ingestor, List<ConsumerRecord<byte[], byte[]>> records) {
    var codec = Topics.ticks(registry);
    return records.stream()
        .filter(message -> message.value() == null)
        .map(message -> message.headers().lastHeader(Topics.TICK).value())
        .map(tick -> codec.deserialize(topics.heartbeats().name(), tick))
        .filter(tick -> tick.getIngestor().equals(ingestor))
        .toList();
  }

  /** Ends it in order; what it wrote can still be read. */
  void stop() {
    try {
      shutdown.closeAll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    client.close();
    management.close();
    stop();
    registry.close();
  }
}
