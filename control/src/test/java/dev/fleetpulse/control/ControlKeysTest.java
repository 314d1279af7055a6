package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.control.ControlRecord.Created;
import dev.fleetpulse.control.ControlRecord.Revoked;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KeySource.Ended;
import dev.fleetpulse.service.access.KeySource.Found;
import dev.fleetpulse.service.access.KeySource.Lookup;
import dev.fleetpulse.service.access.KeySource.Unavailable;
import dev.fleetpulse.service.access.KeySource.Unknown;
import dev.fleetpulse.service.access.KnownKey;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControlKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyRing ring = new KeyRing();
  private final NewKey made = NewKey.random(RANDOM);
  private final KnownKey known =
      new KnownKey("acme", Set.of(Scope.INGEST), made.key().secret(), new Binding.Tenant());
  private final List<String> used = new ArrayList<>();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean confirmed = true;
  private volatile CompletableFuture<Void> caughtUp = CompletableFuture.completedFuture(null);
  private final ControlKeys keys =
      new ControlKeys(new Scripted(), used::add, InstantSource.fixed(Instant.EPOCH));

  /** Control as the test wants it to be. */
  private final class Scripted implements ControlView {
    @Override
    public boolean isConfirmed() {
      return confirmed;
    }

    @Override
    public KeyRing keys() {
      return ring;
    }

    @Override
    public CompletableFuture<Void> caughtUp() {
      asked.incrementAndGet();
      return caughtUp;
    }
  }

  @Test
  void aKnownKeyIsFoundWithoutAsking() {
    create();

    assertThat(keys.find(made.key())).isEqualTo(new Found(known));
    assertThat(asked).hasValue(0);
  }

  @Test
  void aRevokedKeyHasEndedWithoutAsking() {
    create();
    ring.apply(new Revoked(made.key().id(), 1));

    assertThat(keys.find(made.key())).isEqualTo(new Ended(known));
    assertThat(asked).hasValue(0);
  }

  @Test
  void nobodyCanTellWhileControlIsNotConfirmed() {
    create();
    confirmed = false;

    assertThat(keys.find(made.key())).isInstanceOf(Unavailable.class);
    assertThat(keys.find(NewKey.random(RANDOM).key())).isInstanceOf(Unavailable.class);
    assertThat(asked).hasValue(0);
  }

  @Test
  void anUnknownKeyIsUnknownOnceEverythingIsRead() {
    assertThat(keys.find(made.key())).isEqualTo(new Unknown());
    assertThat(asked).hasValue(1);
  }

  @Test
  void anUnknownKeyIsNotAskedForAgainAtOnce() {
    keys.find(made.key());
    keys.find(made.key());
    assertThat(asked).hasValue(1);

    keys.find(NewKey.random(RANDOM).key());
    assertThat(asked).hasValue(2);
  }

  @Test
  void aKeyThatAppearsIsFoundThoughItWasUnknownAMomentAgo() {
    keys.find(made.key());
    create();

    assertThat(keys.find(made.key())).isEqualTo(new Found(known));
  }

  @Test
  void aKeyThatIsReadWhileItsRequestWaitsIsFound() throws Exception {
    caughtUp = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var finding = threads.submit(() -> keys.find(made.key()));
      await().until(() -> asked.get() == 1);

      create();
      caughtUp.complete(null);

      assertThat(finding.get()).isEqualTo(new Found(known));
    }
  }

  @Test
  void anUnknownKeyIsNoLongerWaitedForThanASecondAndThenNobodyCanTell() {
    caughtUp = new CompletableFuture<>();

    assertThat(keys.find(made.key())).isInstanceOf(Unavailable.class);

    caughtUp = CompletableFuture.completedFuture(null);
    assertThat(keys.find(made.key())).as("nothing was remembered").isEqualTo(new Unknown());
  }

  @Test
  void nobodyCanTellWhereTheBrokerDoesNotAnswer() {
    caughtUp = CompletableFuture.failedFuture(new IllegalStateException("away"));

    assertThat(keys.find(made.key())).isInstanceOf(Unavailable.class);
  }

  @Test
  void onlyAFewMayWaitAndKnownKeysDoNotWaitBehindThem() throws Exception {
    create();
    caughtUp = new CompletableFuture<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<CompletableFuture<Lookup>>();
      for (var i = 0; i < ControlKeys.WAITING_MAX; i++) {
        var key = NewKey.random(RANDOM).key();
        waiting.add(CompletableFuture.supplyAsync(() -> keys.find(key), threads));
      }
      await().until(() -> asked.get() == ControlKeys.WAITING_MAX);

      assertThat(keys.find(NewKey.random(RANDOM).key()))
          .isInstanceOfSatisfying(
              Unavailable.class,
              unavailable -> assertThat(unavailable.reason()).startsWith("Too many unknown keys"));
      assertThat(keys.find(made.key())).isEqualTo(new Found(known));

      caughtUp.complete(null);
      for (var one : waiting) {
        one.join();
      }
      assertThat(keys.find(NewKey.random(RANDOM).key())).isEqualTo(new Unknown());
    }
  }

  @Test
  void passesOnWhatIsUsed() {
    keys.used("sender01");

    assertThat(used).containsExactly("sender01");
  }

  private void create() {
    var label = new KeyLabel(Optional.empty(), "test", Optional.empty());
    ring.apply(new Created(made.key().id(), known, label, 1, Optional.empty()));
  }
}
