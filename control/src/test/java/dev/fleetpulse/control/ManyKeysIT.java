package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.KeyRevoked;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A fleet of a hundred thousand instances, each with a key of its own. */
@ExtendWith(RealComponents.class)
@Timeout(300)
class ManyKeysIT {
  private static final int KEYS = 100_000;
  private static final int REVOKED = 10_000;

  private final String kafka;
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final Topics topics = OwnTopics.with(schemas);

  ManyKeysIT(Components components) {
    kafka = components.kafka();
  }

  @Test
  void areInMemoryBeforeTheProcessIsReady() throws Exception {
    var last = write();
    var before = heapBytes();
    var began = System.nanoTime();

    try (var node = Node.ready(kafka, topics, schemas)) {
      var took = Duration.ofNanos(System.nanoTime() - began);
      var grown = heapBytes() - before;
      System.out.printf(
          "%d keys and %d revocations in memory after %d ms, %.1f MB of heap%n",
          KEYS, REVOKED, took.toMillis(), grown / 1e6);

      assertThat(took).isLessThan(Duration.ofSeconds(30));
      assertThat(grown).isLessThan(100_000_000);
      assertThat(node.metric("fleetpulse.control.keys")).isEqualTo(KEYS);
      assertThat(node.reader().keys().entries().filter(key -> key.revokedAt().isPresent()))
          .hasSize(REVOKED);
      assertThat(node.decide(last)).isInstanceOf(Granted.class);
    }
  }

  /** Writes them all; the last one is valid. */
  private NewKey write() throws Exception {
    var codec = new ControlCodec(topics, schemas);
    var random = new SecureRandom();
    try (var admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      new TopicAdmin(admin).ensure(List.of(topics.control()));
    }
    NewKey made = null;
    try (var producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            topics.control().keys().serializer(),
            topics.control().values().serializer())) {
      for (var i = 0; i < KEYS; i++) {
        made = NewKey.random(random);
        var order =
            new KeyOrder(
                "tenant-" + i % 50, Set.of(Scope.INGEST), new Binding.Instance("instance-" + i));
        var created = order.filledBy(made.key(), Instant.now(), "test", Optional.empty());
        var _ = producer.send(record(Topics.KEY + made.key().id(), codec.write(created)));
        if (i < REVOKED) {
          var revoked = codec.write(new KeyRevoked(Instant.now().toEpochMilli(), "test"));
          var _ = producer.send(record(Topics.REVOCATION + made.key().id(), revoked));
        }
      }
      producer.flush();
    }
    return made;
  }

  private ProducerRecord<String, byte[]> record(String key, byte[] value) {
    return new ProducerRecord<>(topics.control().name(), key, value);
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
