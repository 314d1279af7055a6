package dev.fleetpulse.load.bench.sinks;

import dev.fleetpulse.streams.sink.DeadLetters;
import dev.fleetpulse.streams.sink.Sink;
import dev.fleetpulse.streams.sink.SinkConsumers;
import dev.fleetpulse.streams.sink.SinkFactory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.Function;

/**
 * A sink reads the whole log once. It is measured from the end of its first write until it has
 * written most of the rows. By then it has collected one batch more, just as it had when the clock
 * began; and with the last rows of all it waits whether more will come, which is no work.
 */
final class SinkRun {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final double MOST = 0.85;
  private static final Duration POLL = Duration.ofMillis(1);

  private final FilledLog log;
  private final String group;
  private final Function<SinkFactory, Sink<?>> sink;

  /**
   * Starts nothing.
   *
   * @param group of the sink's consumer
   * @param sink makes it
   */
  SinkRun(FilledLog log, String group, Function<SinkFactory, Sink<?>> sink) {
    this.log = log;
    this.group = group;
    this.sink = sink;
  }

  /** Lets the sink write so many rows, and measures it. */
  Measured measure(int rows) throws InterruptedException {
    log.forget(group);
    var metrics = new SimpleMeterRegistry();
    try (var producer = log.producer()) {
      var consumers = new SinkConsumers(log.bootstrapServers());
      var factory =
          new SinkFactory(
              consumers,
              new DeadLetters(producer, log.topics().deadLetters().name(), consumers),
              metrics);
      try (var running = sink.apply(factory)) {
        running.start();
        var first = await(metrics, "fleetpulse.sink.rows", 1);
        var stopwatch = new Stopwatch();
        var most = await(metrics, "fleetpulse.sink.rows", (int) (rows * MOST));
        var measured = stopwatch.stop(most - first);
        await(metrics, "fleetpulse.sink.rows", rows);
        return measured;
      }
    }
  }

  /** How many there are as soon as there are so many. */
  private static int await(SimpleMeterRegistry metrics, String counter, int count)
      throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (metrics.get(counter).counter().count() < count) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s is %.0f after %s, and not %d"
                .formatted(counter, metrics.get(counter).counter().count(), PATIENCE, count));
      }
      Thread.sleep(POLL);
    }
    return (int) metrics.get(counter).counter().count();
  }
}
