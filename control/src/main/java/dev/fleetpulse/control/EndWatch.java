package dev.fleetpulse.control;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker where control ends: every 400 ms, or as soon as somebody wants to know, but never
 * more than twenty times a second. All who wait at one time share one question.
 */
final class EndWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndWatch.class);

  private static final Duration INTERVAL = Duration.ofMillis(400);
  private static final Duration INTERVAL_MIN = Duration.ofMillis(50);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final TopicPartition partition;
  private final CatchUp catchUp;
  private final LongSupplier nanos;
  private final Counter lookups;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("control-end").unstarted(this::run);
  private CompletableFuture<Void> next = new CompletableFuture<>();
  private boolean wanted;
  private long askedAtNanos;
  private boolean silent;
  private volatile boolean closing;
  private volatile Admin admin;

  /** Asks nothing yet, see {@link #start}. */
  EndWatch(TopicPartition partition, CatchUp catchUp, LongSupplier nanos, Counter lookups) {
    this.partition = partition;
    this.catchUp = catchUp;
    this.nanos = nanos;
    this.lookups = lookups;
  }

  /** Begins to ask, by a client that stays the caller's. */
  void start(Admin client) {
    admin = client;
    askedAtNanos = nanos.getAsLong() - INTERVAL.toNanos();
    thread.start();
  }

  /** See {@link ControlView#caughtUp}. */
  synchronized CompletableFuture<Void> caughtUp() {
    wanted = true;
    notifyAll();
    return next;
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW) {
        thread.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        ask(begin());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until it is time to ask; whoever comes from now on shares the question after this. */
  private synchronized CompletableFuture<Void> begin() throws InterruptedException {
    while (true) {
      var pause = (wanted ? INTERVAL_MIN : INTERVAL).toNanos();
      var left = askedAtNanos + pause - nanos.getAsLong();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    askedAtNanos = nanos.getAsLong();
    wanted = false;
    var shared = next;
    next = new CompletableFuture<>();
    return shared;
  }

  private void ask(CompletableFuture<Void> shared) throws InterruptedException {
    lookups.increment();
    var asked = nanos.getAsLong();
    try {
      var answer =
          admin.listOffsets(
              Map.of(partition, OffsetSpec.latest()),
              new ListOffsetsOptions().timeoutMs(Math.toIntExact(ANSWER_MAX.toMillis())));
      var end =
          answer
              .partitionResult(partition)
              .get(2 * ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS)
              .offset();
      catchUp.ends(asked, end, shared);
      if (silent) {
        silent = false;
        LOG.info("The broker says again where {} ends", partition);
      }
    } catch (ExecutionException | TimeoutException e) {
      shared.completeExceptionally(e);
      if (!silent) {
        silent = true;
        LOG.warn("The broker does not say where {} ends: {}", partition, e.toString());
      }
    }
  }
}
