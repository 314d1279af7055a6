package dev.fleetpulse.sql;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a store that is just starting, and for nothing else. */
final class StartPatience {
  private static final Logger LOG = LoggerFactory.getLogger(StartPatience.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** Connection refused, lost or timed out; the server is starting or stopping. */
  private static final Set<String> NOT_THERE_YET =
      Set.of("08000", "08001", "08003", "08004", "08006", "57P01", "57P02", "57P03");

  private final int attempts;

  StartPatience(Duration patience) {
    this.attempts = Math.toIntExact(1 + patience.dividedBy(PAUSE));
  }

  /**
   * Does the work, again and again for as long as the store can't be reached; any other failure
   * ends it at once.
   */
  <T> T untilThere(String store, Supplier<T> work) {
    var retry =
        Retry.of(
            store,
            RetryConfig.custom()
                .maxAttempts(attempts)
                .intervalFunction(IntervalFunction.of(PAUSE))
                .retryOnException(StartPatience::notThereYet)
                .build());
    retry
        .getEventPublisher()
        .onRetry(
            event -> {
              if (event.getNumberOfRetryAttempts() == 1) {
                LOG.info("Waiting for {}", store);
              }
            });
    return retry.executeSupplier(work);
  }

  private static boolean notThereYet(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException
          || (cause instanceof SQLException e && NOT_THERE_YET.contains(e.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
