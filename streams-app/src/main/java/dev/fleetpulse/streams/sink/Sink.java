package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the records of one topic into one table, in a consumer group and a thread of its own, so
 * that a store that is slow or gone holds up nothing but its own tables.
 *
 * @param <V> what the rows are made of
 */
public final class Sink<V> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sink.class);
  private static final Duration PAUSE_BEFORE_RESTART = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than any one write or wait may take. */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(2);

  private final Topic<?, ?> topic;
  private final RowReader<V> reader;
  private final Table<V> table;
  private final BatchLimits limits;
  private final Function<String, Consumer<byte[], byte[]>> consumers;
  private final DeadLetters deadLetters;
  private final SinkMetrics metrics;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile SinkConsumer consumer;
  private Thread thread;

  /**
   * Starts nothing yet.
   *
   * @param consumers makes the consumer of a group
   */
  public Sink(
      Topic<?, ?> topic,
      RowReader<V> reader,
      Table<V> table,
      BatchLimits limits,
      Function<String, Consumer<byte[], byte[]>> consumers,
      DeadLetters deadLetters,
      MeterRegistry metrics) {
    this.topic = topic;
    this.reader = reader;
    this.table = table;
    this.limits = limits;
    this.consumers = consumers;
    this.deadLetters = deadLetters;
    this.metrics = new SinkMetrics(metrics, table.name());
  }

  /** Starts reading, in the background. */
  public void start() {
    thread = Thread.ofPlatform().name("sink-" + table.name()).start(this::run);
  }

  /** Why nothing is being read right now, if so. A store that is down is no such reason. */
  public Optional<String> reasonNotReady() {
    var current = consumer;
    if (current == null) {
      return Optional.of("Sink " + table.name() + " is not reading");
    }
    return current.sinceLastPoll().compareTo(STUCK_AFTER) > 0
        ? Optional.of("Sink " + table.name() + " is stuck since " + current.sinceLastPoll())
        : Optional.empty();
  }

  /** Ends after the write under way, which is left alone for a bounded time. */
  @Override
  public void close() {
    stop.countDown();
    var current = consumer;
    if (current != null) {
      current.wakeUp();
    }
    try {
      if (thread != null && !thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("Sink {} did not end within {}", table.name(), CLOSE_TIMEOUT);
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A failure nobody foresaw costs a new consumer and a pause, never the sink. */
  private void run() {
    while (!isStopping()) {
      try {
        read();
      } catch (WakeupException e) {
        LOG.debug("Sink {} was woken up to stop", table.name());
      } catch (RuntimeException e) {
        LOG.error("Sink {} failed and starts again", table.name(), e);
        metrics.restarts.increment();
        pauseUnlessStopping();
      }
    }
  }

  /** The writing thread outlives the consumer by no more than the write under way. */
  private void read() {
    try (var writing =
            Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("sink-" + table.name() + "-writer").factory());
        var writer = new SinkWriter<>(table, deadLetters, metrics);
        var current =
            new SinkConsumer(consumers.apply("fleetpulse-" + table.name()), topic.name())) {
      var loop = new SinkLoop<>(current, reader, table, limits, writer, writing, metrics);
      consumer = current;
      while (!isStopping()) {
        loop.turn();
      }
    } finally {
      consumer = null;
    }
  }

  private boolean isStopping() {
    return stop.getCount() == 0;
  }

  private void pauseUnlessStopping() {
    try {
      if (stop.await(PAUSE_BEFORE_RESTART.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Sink {} stops instead of starting again", table.name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
