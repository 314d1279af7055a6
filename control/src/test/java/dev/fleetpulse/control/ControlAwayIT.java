package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.Kafka;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unavailable;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A broker of this test's own comes late, goes away and comes back. */
@Timeout(180)
class ControlAwayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Test
  void withoutTheBrokerNobodyCanTellAndLaterEverybodyCanAgain(@TempDir Path data) throws Exception {
    var port = Ports.free();
    var controllerPort = Ports.free();
    var schemas = new InMemorySchemas();
    var topics = Topics.with(schemas);
    var broker = new Kafka(data, port, controllerPort);
    try (var node = new Node(broker.bootstrapServers(), topics, schemas);
        var writer =
            new ControlWriter(
                broker.bootstrapServers(), topics, schemas, InstantSource.system(), "test")) {
      node.reader().start();
      node.uses().start();
      assertThat(node.decide(NewKey.random(new SecureRandom()))).isInstanceOf(Unavailable.class);
      assertThat(node.reader().trouble()).hasValue("keys are still being read");

      broker.start();
      node.reader().awaitLoaded(PATIENCE);
      assertThat(node.reader().trouble()).isEmpty();
      writer.start();
      var key = writer.create(new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.Tenant()));
      await().atMost(PATIENCE).until(() -> node.decide(key) instanceof Granted);

      broker.close();
      var away = System.nanoTime();
      await().atMost(PATIENCE).until(() -> node.decide(key) instanceof Unavailable);
      System.out.printf(
          "Nobody could tell %d ms after the broker was gone%n",
          Duration.ofNanos(System.nanoTime() - away).toMillis());
      assertThat(node.reader().trouble().orElseThrow())
          .startsWith("keys have not been confirmed for");

      broker = new Kafka(data, port, controllerPort);
      broker.start();
      await().atMost(PATIENCE).until(() -> node.decide(key) instanceof Granted);
      assertThat(node.reader().trouble()).isEmpty();
    } finally {
      broker.close();
    }
  }
}
