package dev.fleetpulse.ingest.publish;

import dev.fleetpulse.schemas.Tick;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a tick to every partition of the heartbeats each second: the clock of all who read them,
 * and the number of heartbeats they must have seen by then. The last tick of a process that stops
 * in order says goodbye, so that its silence means nothing.
 *
 * <p>A tick also says that instances could have been heard. While they could not, none is sent, and
 * the broker is only probed. The goodbye is sent anyway: its count is the last there is.
 */
public final class Ticker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(3);

  private final Ingestor ingestor;
  private final KafkaEventPublisher publisher;
  private final InstantSource clock;
  private final BooleanSupplier reachable;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ticker").factory());

  /**
   * Ticks not yet, see {@link #start}.
   *
   * @param reachable whether instances can be heard now
   */
  public Ticker(
      Ingestor ingestor,
      KafkaEventPublisher publisher,
      InstantSource clock,
      BooleanSupplier reachable) {
    this.ingestor = ingestor;
    this.publisher = publisher;
    this.clock = clock;
    this.reachable = reachable;
  }

  /** Ticks at once and then every second. */
  public void start() {
    var _ = schedule.scheduleAtFixedRate(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits for what was sent, then says goodbye; call it when no heartbeat can come any more. */
  @Override
  public void close() {
    schedule.shutdownNow();
    publisher.flush();
    try {
      tickAll(true).get(GOODBYE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("The broker did not acknowledge the goodbye within {}", GOODBYE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Publishing a tick never fails", e);
    }
  }

  private void tick() {
    try {
      if (reachable.getAsBoolean()) {
        var _ = tickAll(false);
      } else {
        var _ = publisher.probe();
      }
    } catch (RuntimeException e) {
      // Whatever it is, it must not end the schedule: to all readers that would be our outage.
      LOG.error("A tick failed", e);
    }
  }

  private CompletableFuture<Void> tickAll(boolean goodbye) {
    var sending = new CompletableFuture<?>[publisher.tickedPartitions()];
    for (var partition = 0; partition < sending.length; partition++) {
      sending[partition] = publisher.publish(tick(partition, goodbye), partition);
    }
    return CompletableFuture.allOf(sending);
  }

  /** The count is read before the tick is sent, so all it counts lies before it in the log. */
  private Tick tick(int partition, boolean goodbye) {
    return new Tick(
        ingestor.id(),
        ingestor.incarnation(),
        clock.millis(),
        publisher.acknowledgedHeartbeats(partition),
        goodbye);
  }
}
