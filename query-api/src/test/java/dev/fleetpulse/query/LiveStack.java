package dev.fleetpulse.query;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.control.ControlKeys;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyUsePublisher;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.query.alerts.AlertsEndpoint;
import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.audit.AuditEndpoint;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.ledger.LedgerEndpoint;
import dev.fleetpulse.query.limit.KeyLimits;
import dev.fleetpulse.query.live.Live;
import dev.fleetpulse.query.live.LiveEndpoint;
import dev.fleetpulse.query.live.LiveLimits;
import dev.fleetpulse.query.maintenance.MaintenanceEndpoint;
import dev.fleetpulse.query.patterns.PatternsEndpoint;
import dev.fleetpulse.query.repairs.RepairsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessKeys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The live stream of one process, over the real broker and registry and without stores. */
final class LiveStack implements AutoCloseable {
  /** So small that a test can meet it. */
  static final LiveLimits LIMITS = new LiveLimits(50, 4, 50);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Topics topics;
  private final ControlWriter writer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final QueryServer server;

  LiveStack(Components components) {
    var meters = new SimpleMeterRegistry();
    var clock = InstantSource.system();
    var registry = opens(new SchemaRegistry(components.registryUrl(), ofSeconds(60)));
    topics = Topics.with(registry);
    var reader = opens(new ControlReader(components.kafka(), topics, registry, meters));
    var uses = opens(new KeyUsePublisher(components.kafka(), topics, clock));
    writer = opens(new ControlWriter(components.kafka(), topics, registry, clock, "test"));
    var keys = AccessKeys.parse(TestKeys.SETTING).backedBy(new ControlKeys(reader, uses, clock));
    producer =
        opens(
            new KafkaProducer<>(
                Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, components.kafka()),
                new ByteArraySerializer(),
                new ByteArraySerializer()));
    var timescale = new Timescale(null);
    var clickHouse = opens(new ClickHouse("http://127.0.0.1:1", "nobody", "nothing", "nowhere"));
    var fleet = Fleet.awaitingLog(meters);
    var live = new Live(components.kafka(), topics, fleet, keys, LIMITS, clock, meters);
    server =
        opens(
            new QueryServer(
                "127.0.0.1",
                0,
                new Access(keys, new KeyLimits(QueryApi.UNLIMITED)),
                new ServersEndpoint(
                    fleet,
                    timescale,
                    clickHouse,
                    ofDays(2),
                    Commands.none(),
                    Commands.none(),
                    clock),
                new RepairsEndpoint(timescale),
                new AnalyticsEndpoint(
                    timescale, clickHouse, Duration.ofDays(2), clock, Optional.empty()),
                new ErrorsEndpoint(
                    timescale, clickHouse, Commands.none(), AuditTrail.none(), clock),
                new AlertsEndpoint(timescale, Commands.none(), clock),
                new LedgerEndpoint(timescale, clock),
                new MaintenanceEndpoint(Optional.empty(), clock),
                new PatternsEndpoint(timescale, clock),
                new LiveEndpoint(keys, Optional.of(live)),
                new Administration(new AuditEndpoint(timescale, clock), Optional.empty()),
                meters));
    opens(live);
    reader.start();
    writer.start();
    uses.start();
    live.start();
    server.start();
    await().atMost(ofSeconds(90)).until(() -> live.trouble().isEmpty());
    await().atMost(ofSeconds(60)).until(reader::isConfirmed);
  }

  int port() {
    return server.port();
  }

  Topics topics() {
    return topics;
  }

  ControlWriter writer() {
    return writer;
  }

  /** Writes a record as a room does, and returns when the broker has it. */
  <K, V> void append(Topic<K, V> topic, K key, V value) {
    try {
      begin(topic, key, value).get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The broker did not take " + value, e);
    }
  }

  /** Begins to write a record; for many at once. */
  <K, V> Future<RecordMetadata> begin(Topic<K, V> topic, K key, V value) {
    return producer.send(
        new ProducerRecord<>(
            topic.name(),
            topic.keys().serializer().serialize(topic.name(), key),
            topic.values().serializer().serialize(topic.name(), value)));
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("It does not close", e);
      }
    }
  }

  private <T extends AutoCloseable> T opens(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
