package dev.fleetpulse.query.fleet;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what each instance cost in the last 24 hours from TimescaleDB into the fleet, beside all
 * requests: a small fleet's every few seconds, a large one's every five minutes, so that it takes
 * one part in a hundred of the time. While the store is away, costs stay as they were known last.
 */
public final class Costs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Costs.class);

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE_MIN = Duration.ofSeconds(5);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  private static final int PAUSE_TIMES = 99;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(15);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);

  /** So short that the statement for a hundred thousand instances keeps within its time. */
  private static final Duration PART = Duration.ofHours(5);

  private static final String COSTS =
      """
      SELECT instance_id, (sum(cost) * 1000000000)::bigint AS nanos
      FROM usage_hourly
      WHERE tenant = ? AND hour >= ? AND hour < ?
      GROUP BY instance_id
      LIMIT 1000000
      """;

  private final Fleet fleet;
  private final Timescale timescale;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fleet-costs").factory());
  private long dueNanos = System.nanoTime();

  /** Asks nothing yet, see {@link #start}. */
  public Costs(Fleet fleet, Timescale timescale, InstantSource clock) {
    this.fleet = fleet;
    this.timescale = timescale;
    this.clock = clock;
  }

  private record Cost(String instanceId, long nanos) {}

  /** Begins to ask, as soon as the fleet is there. */
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      var _ = thread.awaitTermination(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    if (fleet.trouble().isPresent() || System.nanoTime() - dueNanos < 0) {
      return;
    }
    Duration pause;
    var began = System.nanoTime();
    try {
      refresh();
      pause = pauseAfter(Duration.ofNanos(System.nanoTime() - began));
    } catch (RuntimeException e) {
      // Whatever it is, the next look must take place.
      LOG.warn("Costs stay as they are: {}", e.getMessage());
      pause = PAUSE_AFTER_FAILURE;
    }
    dueNanos = System.nanoTime() + pause.toNanos();
  }

  /** How long to wait after a refresh that took so long. */
  static Duration pauseAfter(Duration refresh) {
    var pause = refresh.multipliedBy(PAUSE_TIMES);
    if (pause.compareTo(PAUSE_MIN) < 0) {
      return PAUSE_MIN;
    }
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }

  /** Asks for the costs of all tenants once; one after the other, for a reader sees only one. */
  void refresh() {
    for (var tenant : fleet.tenants()) {
      fleet.applyCosts(tenant, ofLastDay(tenant));
    }
  }

  private Map<String, Long> ofLastDay(String tenant) {
    var day = TimeRange.lastDay(clock.instant()).widenedToHours();
    var costs = new HashMap<String, Long>();
    for (var from = day.from(); from.isBefore(day.to()); from = from.plus(PART)) {
      var end = from.plus(PART);
      timescale
          .list(
              tenant,
              "the costs of " + tenant,
              COSTS,
              row -> new Cost(row.text("instance_id"), row.count("nanos")),
              tenant,
              from,
              end.isBefore(day.to()) ? end : day.to())
          .forEach(cost -> costs.merge(cost.instanceId(), cost.nanos(), Long::sum));
    }
    return costs;
  }
}
