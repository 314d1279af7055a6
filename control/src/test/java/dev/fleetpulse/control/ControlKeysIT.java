package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unauthenticated;
import dev.fleetpulse.service.access.AccessDecision.Unavailable;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two processes over one control topic of the real broker. */
@ExtendWith(RealComponents.class)
@Timeout(120)
class ControlKeysIT {
  private static final Duration IN_FORCE = Duration.ofSeconds(2);
  private static final KeyOrder ORDER =
      new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.Instance("web-1"));

  private final String kafka;
  private final InMemorySchemas schemas = new InMemorySchemas();
  private final Topics topics = OwnTopics.with(schemas);
  private final ControlWriter writer;
  private Node one;
  private Node other;

  ControlKeysIT(Components components) {
    kafka = components.kafka();
    writer = new ControlWriter(kafka, topics, schemas, InstantSource.system(), "test");
  }

  @BeforeEach
  void start() throws InterruptedException {
    one = Node.ready(kafka, topics, schemas);
    other = Node.ready(kafka, topics, schemas);
    writer.start();
  }

  @AfterEach
  void stop() {
    writer.close();
    one.close();
    other.close();
  }

  @Test
  void aFreshKeyIsUsableAtOnceEverywhere() {
    for (var i = 0; i < 20; i++) {
      var key = writer.create(ORDER);

      for (var node : List.of(one, other)) {
        assertThat(told(node, key))
            .isEqualTo(new Granted(key.key().id(), "acme", new Binding.Instance("web-1")));
      }
    }
  }

  @Test
  void keysMadeTogetherAreUsableAtOnceEachForItsOwnInstance() {
    var orders = new ArrayList<KeyOrder>();
    for (var i = 0; i < 1_500; i++) {
      orders.add(new KeyOrder("acme", Set.of(Scope.INGEST), new Binding.Instance("many-" + i)));
    }

    var keys = writer.createAll(orders);

    assertThat(keys).hasSize(1_500);
    for (var i : List.of(0, 999, 1_000, 1_499)) {
      assertThat(told(one, keys.get(i)))
          .isEqualTo(
              new Granted(keys.get(i).key().id(), "acme", new Binding.Instance("many-" + i)));
    }
  }

  @Test
  void aRevocationIsInForceEverywhereWithinTwoSeconds() {
    for (var i = 0; i < 3; i++) {
      var key = writer.create(ORDER);
      for (var node : List.of(one, other)) {
        assertThat(told(node, key)).isInstanceOf(Granted.class);
      }

      writer.revoke(key.key().id());
      var revoked = System.nanoTime();

      for (var node : List.of(one, other)) {
        AccessDecision decision;
        do {
          var asked = System.nanoTime();
          decision = node.decide(key);
          if (asked - revoked > IN_FORCE.toNanos()) {
            assertThat(decision).isNotInstanceOf(Granted.class);
          }
        } while (!decision.equals(new Unauthenticated("This key is no longer valid")));
      }
    }
  }

  @Test
  void bothKeysOfARotationAreValidUntilTheOldOneEnds() {
    var old = writer.create(ORDER);
    told(one, old);
    var entry = one.reader().keys().entry(old.key().id()).orElseThrow();

    var second = writer.rotate(entry, Optional.empty());
    assertThat(told(one, second))
        .isEqualTo(new Granted(second.key().id(), "acme", new Binding.Instance("web-1")));
    assertThat(told(one, old)).isInstanceOf(Granted.class);

    var third = writer.rotate(entry, Optional.of(Instant.now()));
    assertThat(told(one, third)).isInstanceOf(Granted.class);
    assertThat(told(one, second)).isInstanceOf(Granted.class);
    assertThat(told(one, old)).isInstanceOf(Unauthenticated.class);
  }

  @Test
  void anUnknownKeyIsRefused() {
    var key = NewKey.random(new SecureRandom());
    var asked = System.nanoTime();

    var decision = told(one, key);

    System.out.printf("An unknown key was refused after %d ms%n", millisSince(asked));
    assertThat(decision).isEqualTo(new Unauthenticated("This key is not known"));
  }

  @Test
  void aFloodOfUnknownKeysSharesItsQuestionsToTheBroker() throws Exception {
    var random = new SecureRandom();
    var before = one.metric("fleetpulse.control.lookups");
    var began = System.nanoTime();
    var decisions = new ArrayList<Future<AccessDecision>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 2000; i++) {
        var key = NewKey.random(random);
        decisions.add(threads.submit(() -> one.decide(key)));
      }
    }

    var refused = 0;
    for (var decision : decisions) {
      assertThat(decision.get()).isInstanceOfAny(Unauthenticated.class, Unavailable.class);
      refused += decision.get() instanceof Unauthenticated ? 1 : 0;
    }
    var lookups = one.metric("fleetpulse.control.lookups") - before;
    System.out.printf(
        "2000 unknown keys in %d ms: %d refused, the rest put off, %.0f questions%n",
        millisSince(began), refused, lookups);
    assertThat(lookups).isLessThanOrEqualTo(millisSince(began) / 50.0 + 2);
  }

  @Test
  void whoeverStartsLaterKnowsEverythingBeforeItIsReady() throws Exception {
    var keys = new ArrayList<NewKey>();
    for (var i = 0; i < 10; i++) {
      keys.add(writer.create(ORDER));
    }
    writer.revoke(keys.getFirst().key().id());

    try (var late = Node.ready(kafka, topics, schemas)) {
      var entries = late.reader().keys();
      for (var key : keys) {
        var entry = entries.entry(key.key().id()).orElseThrow();
        assertThat(entry.isValid(Instant.now())).isEqualTo(!key.equals(keys.getFirst()));
      }
    }
  }

  @Test
  void theLastUseIsWrittenElsewhere() {
    var key = writer.create(ORDER);
    var unused = writer.create(ORDER);
    var began = Instant.now();
    assertThat(told(one, key)).isInstanceOf(Granted.class);

    one.uses().publish();

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(LastUses.read(kafka, topics, Duration.ofSeconds(10)))
                    .containsKey(key.key().id())
                    .doesNotContainKey(unused.key().id()));
    assertThat(LastUses.read(kafka, topics, Duration.ofSeconds(10)).get(key.key().id()))
        .isBetween(began.minusSeconds(60), Instant.now());
  }

  /** What the node says as soon as it can tell, which a machine under load may put off. */
  private static AccessDecision told(Node node, NewKey key) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.decide(key), decision -> !(decision instanceof Unavailable));
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }
}
