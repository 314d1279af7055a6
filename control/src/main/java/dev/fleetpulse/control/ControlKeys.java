package dev.fleetpulse.control;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.fleetpulse.service.access.ApiKey;
import dev.fleetpulse.service.access.KeySource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The keys of control, as they are now. Without contact for two seconds it says that nobody can
 * tell, so that no process grants by a key for longer than that after its revocation.
 *
 * <p>A key that is not known may have been made a moment ago. Its request waits until everything is
 * read that was there when it came, a second at most. That holds a thread, so only a few may wait;
 * all of them share one question to the broker, and an unknown key is not asked for again within
 * five seconds.
 */
public final class ControlKeys implements KeySource {
  private static final Duration WAIT_MAX = Duration.ofSeconds(1);
  static final int WAITING_MAX = 16;
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(5);
  private static final long UNKNOWN_MAX = 10_000;

  private static final Unavailable UNCONFIRMED =
      new Unavailable("Whether keys are still valid can't be told now: send it again later");
  private static final Unavailable CROWDED =
      new Unavailable("Too many unknown keys are being looked up now: send it again later");

  private final ControlView control;
  private final Consumer<String> uses;
  private final InstantSource clock;
  private final Semaphore waiting = new Semaphore(WAITING_MAX);
  private final Cache<ApiKey, Unknown> unknown =
      Caffeine.newBuilder().maximumSize(UNKNOWN_MAX).expireAfterWrite(UNKNOWN_FOR).build();

  /** Judges by what the reader has read; both are started and closed elsewhere. */
  public ControlKeys(ControlReader control, KeyUsePublisher uses, InstantSource clock) {
    this(control, uses::used, clock);
  }

  ControlKeys(ControlView control, Consumer<String> uses, InstantSource clock) {
    this.control = control;
    this.uses = uses;
    this.clock = clock;
  }

  @Override
  public Lookup find(ApiKey presented) {
    if (!control.isConfirmed()) {
      return UNCONFIRMED;
    }
    var found = control.keys().find(presented.id(), clock.instant());
    if (!(found instanceof Unknown) || unknown.getIfPresent(presented) != null) {
      return found;
    }
    if (!waiting.tryAcquire()) {
      return CROWDED;
    }
    try {
      return await(presented);
    } finally {
      waiting.release();
    }
  }

  @Override
  public void used(String keyId) {
    uses.accept(keyId);
  }

  private Lookup await(ApiKey presented) {
    try {
      control.caughtUp().get(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return UNCONFIRMED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNCONFIRMED;
    }
    var found = control.keys().find(presented.id(), clock.instant());
    if (found instanceof Unknown none) {
      unknown.put(presented, none);
    }
    return found;
  }
}
