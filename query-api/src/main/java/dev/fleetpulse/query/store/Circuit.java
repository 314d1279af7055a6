package dev.fleetpulse.query.store;

import dev.fleetpulse.query.store.StoreException.Kind;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets questions to a store through as long as it can be reached. Where several in a row found it
 * away, the next ones are told so at once instead of waiting for it, too; whoever looks after the
 * store says when it is back.
 */
final class Circuit {
  private static final int QUESTIONS = 8;
  private static final int QUESTIONS_MIN = 3;
  private static final int FAILED_PERCENT = 50;

  /** So long only where nobody looks after the store. */
  private static final Duration OPEN = Duration.ofSeconds(30);

  private static final int QUESTIONS_TO_TRY = 10;

  private final Store store;
  private final CircuitBreaker breaker;

  Circuit(Store store) {
    this.store = store;
    this.breaker =
        CircuitBreaker.of(
            store.slug(),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(QUESTIONS)
                .minimumNumberOfCalls(QUESTIONS_MIN)
                .failureRateThreshold(FAILED_PERCENT)
                .waitDurationInOpenState(OPEN)
                .permittedNumberOfCallsInHalfOpenState(QUESTIONS_TO_TRY)
                // A question that is too large says nothing about the store.
                .recordException(failure -> kind(failure) == Kind.UNREACHABLE)
                .ignoreException(failure -> kind(failure) == Kind.BUSY)
                .build());
  }

  Store store() {
    return store;
  }

  /**
   * The answer to a question.
   *
   * @throws StoreException without asking, where the store is away
   */
  <T> T through(String what, Supplier<T> question) {
    try {
      return breaker.executeSupplier(question);
    } catch (CallNotPermittedException e) {
      throw StoreException.away(store, "Not asked for " + what + " while it is away");
    }
  }

  /** What a look at the store has shown; one that answers is asked again from now on. */
  void saw(boolean answers) {
    if (answers && isOpen()) {
      breaker.transitionToClosedState();
    }
  }

  /** Whether questions are not let through. */
  boolean isOpen() {
    return breaker.getState() != CircuitBreaker.State.CLOSED;
  }

  private Kind kind(Throwable failure) {
    return failure instanceof StoreException e && e.store() == store ? e.kind() : null;
  }
}
