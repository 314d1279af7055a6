package dev.fleetpulse.query.store;

import dev.fleetpulse.service.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Asks both stores for a sign of life every few seconds, so that health is known from memory. */
public final class StoreWatch implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Timescale timescale;
  private final ClickHouse clickHouse;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("store-watch").factory());
  private volatile boolean timescaleAnswers;
  private volatile boolean clickHouseAnswers;

  /** Asks nothing yet, see {@link #start}. */
  public StoreWatch(Timescale timescale, ClickHouse clickHouse, MeterRegistry meters) {
    this.timescale = timescale;
    this.clickHouse = clickHouse;
    Gauge.builder("fleetpulse.query.store.up", this, watch -> watch.timescaleAnswers ? 1 : 0)
        .tag("store", "timescale")
        .register(meters);
    Gauge.builder("fleetpulse.query.store.up", this, watch -> watch.clickHouseAnswers ? 1 : 0)
        .tag("store", "clickhouse")
        .register(meters);
    for (var circuit : List.of(timescale.circuit(), clickHouse.circuit())) {
      Gauge.builder("fleetpulse.query.store.circuit.open", circuit, given -> given.isOpen() ? 1 : 0)
          .tag("store", circuit.store().slug())
          .register(meters);
    }
  }

  /** Begins to ask. */
  public void start() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What one store can answer goes on without the other; without both nothing does. */
  public Health health() {
    if (!timescaleAnswers && !clickHouseAnswers) {
      return new Health.NotReady(List.of("Neither TimescaleDB nor ClickHouse answers"));
    }
    if (!timescaleAnswers) {
      return new Health.Limited(
          List.of(
              "TimescaleDB does not answer: only usage, cost and performance can be asked for"));
    }
    return clickHouseAnswers
        ? new Health.Ready()
        : new Health.Limited(List.of("ClickHouse does not answer: history is missing"));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void look() {
    timescaleAnswers = looked(timescale.circuit(), timescale::answers);
    clickHouseAnswers = looked(clickHouse.circuit(), clickHouse::answers);
  }

  private static boolean looked(Circuit circuit, BooleanSupplier look) {
    boolean answers;
    try {
      answers = look.getAsBoolean();
    } catch (RuntimeException e) {
      // Whatever it is, the next look must take place.
      answers = false;
    }
    circuit.saw(answers);
    return answers;
  }
}
