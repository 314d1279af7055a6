package dev.fleetpulse.ingest.refusals;

import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.publish.KafkaEventPublisher;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.ingest.refusals.RefusalLedger.Refused;
import dev.fleetpulse.schemas.RefusalCount;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log every ten seconds which figures of the ledger have grown, and once more at the end.
 * What is not acknowledged is told again; since figures are absolute, that changes nothing.
 */
public final class RefusalReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalReporter.class);

  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Duration LAST_TIMEOUT = Duration.ofSeconds(2);

  private final Ingestor ingestor;
  private final RefusalLedger ledger;
  private final KafkaEventPublisher publisher;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("refusals").factory());

  /** Tells nothing yet, see {@link #start}. */
  public RefusalReporter(Ingestor ingestor, RefusalLedger ledger, KafkaEventPublisher publisher) {
    this.ingestor = ingestor;
    this.ledger = ledger;
    this.publisher = publisher;
  }

  /** Begins to tell, ten seconds from now. */
  public void start() {
    var _ =
        schedule.scheduleWithFixedDelay(
            this::report, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Tells what is left; call it when nothing can be refused any more, and the publisher is open.
   */
  @Override
  public void close() {
    schedule.shutdownNow();
    try {
      tellAll().get(LAST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      LOG.warn("The last refusals may not be written: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var left = ledger.untold().size();
    if (left > 0) {
      LOG.warn("{} figures of refusals are not acknowledged", left);
    }
  }

  private void report() {
    try {
      var _ = tellAll();
    } catch (RuntimeException e) {
      // Whatever it is, the next ten seconds' must be tried.
      LOG.warn("Refusals are not written now: {}", e.toString());
    }
  }

  private CompletableFuture<Void> tellAll() {
    return CompletableFuture.allOf(
        ledger.untold().stream().map(this::tell).toArray(CompletableFuture[]::new));
  }

  private CompletableFuture<Void> tell(Refused refused) {
    var count =
        new RefusalCount(
            refused.tenant(),
            refused.hourMs(),
            refused.reason(),
            ingestor.id(),
            ingestor.incarnation(),
            refused.count());
    return publisher
        .publish(count)
        .thenAccept(
            outcome -> {
              if (outcome instanceof PublishOutcome.Stored) {
                ledger.told(refused);
              }
            });
  }
}
