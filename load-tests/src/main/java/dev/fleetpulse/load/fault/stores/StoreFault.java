package dev.fleetpulse.load.fault.stores;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.load.fault.Figures;
import dev.fleetpulse.load.fault.Victims;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Heartbeats arrive at a steady rate while one store after the other is killed, stays away for a
 * while and comes back. Afterwards both must have every heartbeat, once.
 */
public final class StoreFault {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CATCH_UP_MAX = Duration.ofMinutes(15);
  private static final Duration OUTAGE_MAX = Duration.ofHours(1);
  private static final int RATE_MAX = 20_000;

  private final ProcessingStack stack;
  private final Plan plan;
  private final PrintStream out;

  /**
   * What happens.
   *
   * @param perSecond heartbeats
   * @param outage how long each store is away
   */
  public record Plan(int perSecond, Duration outage) {
    /** Refuses what takes for ever or shows nothing. */
    public Plan {
      if (perSecond < 1 || perSecond > RATE_MAX) {
        throw new IllegalArgumentException(
            "There must be 1 to %d heartbeats a second: %d".formatted(RATE_MAX, perSecond));
      }
      if (!outage.isPositive() || outage.compareTo(OUTAGE_MAX) > 0) {
        throw new IllegalArgumentException(
            "The outage must take some time, and at most %s: %s".formatted(OUTAGE_MAX, outage));
      }
    }
  }

  /**
   * What came of one store's absence.
   *
   * @param behind records that its sink had to make up for when it was back
   * @param drained rows a second from the store's return on, the sink's last pause included
   * @param otherBehindMax the most that the other store's sink ever lagged meanwhile, in records
   */
  public record Absence(String store, long behind, double drained, long otherBehindMax) {}

  /** What came of all. */
  public record Outcome(
      Plan plan,
      long sent,
      long timestamps,
      Contents timescale,
      Contents clickHouse,
      List<Absence> absences,
      long deadLetters) {
    /** Whether both stores have exactly what was sent. */
    public boolean complete() {
      var wanted = new Contents(sent, timestamps);
      return timescale.equals(wanted) && clickHouse.equals(wanted) && deadLetters == 0;
    }

    /** Whether the other store stayed within ten seconds of the log. */
    public boolean othersUnaffected() {
      return absences.stream().allMatch(each -> each.otherBehindMax() <= 10L * plan.perSecond());
    }

    /** Whether each store was made up for at five times the rate of arrival. */
    public boolean drainedFast() {
      return absences.stream().allMatch(each -> each.drained() >= 5.0 * plan.perSecond());
    }

    /** For people. */
    public String text() {
      var text = new StringBuilder();
      for (var each : absences) {
        text.append(
            "%-11s was away %s: %,d records behind, drained at %,.0f rows/s (%.1f x arrival), other store at most %,d behind%n"
                .formatted(
                    each.store(),
                    plan.outage(),
                    each.behind(),
                    each.drained(),
                    each.drained() / plan.perSecond(),
                    each.otherBehindMax()));
      }
      return text
          + "heartbeats sent %,d, in TimescaleDB %,d, in ClickHouse %,d, dead letters %,d%n"
              .formatted(sent, timescale.rows(), clickHouse.rows(), deadLetters);
    }
  }

  /** Does nothing yet. */
  public StoreFault(ProcessingStack stack, Plan plan, PrintStream out) {
    this.stack = stack;
    this.plan = plan;
    this.out = out;
  }

  /** Starts everything, lets all of it happen, and compares. */
  public Outcome run() throws IOException, InterruptedException {
    stack.start();
    try (var registry = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE);
        var feed = new Feed(stack.kafka(), Topics.with(registry), plan.perSecond())) {
      return new Run(feed).outcome();
    }
  }

  /** Everything runs. */
  private final class Run {
    private static final String TIMESCALE = "timescale";
    private static final String CLICKHOUSE = "clickhouse";

    private final OwnStores stores = stack.stores();
    private final Figures figures = new Figures(stack.streams().management());
    private final Feed feed;

    Run(Feed feed) {
      this.feed = feed;
    }

    Outcome outcome() throws IOException, InterruptedException {
      feed.start();
      var absences = new ArrayList<Absence>();
      awaitCalm();
      absences.add(absence(CLICKHOUSE, stores.clickHouse(), TIMESCALE));
      awaitCalm();
      absences.add(absence(TIMESCALE, stores.timescale(), CLICKHOUSE));
      awaitCalm();
      feed.finish();
      for (var store : List.of(TIMESCALE, CLICKHOUSE)) {
        awaitWritten(store, feed.acknowledged());
      }
      return new Outcome(
          plan,
          feed.acknowledged(),
          feed.timestamps(),
          Contents.ofTimescale(stores),
          Contents.ofClickHouse(stores),
          absences,
          Math.round(figures.sum("fleetpulse_sink_dead_letters_total")));
    }

    private Absence absence(String store, Component component, String other)
        throws IOException, InterruptedException {
      out.println("Killing " + store + " under load for " + plan.outage());
      Victims.kill(component);
      var otherBehindMax = 0L;
      var back = System.nanoTime() + plan.outage().toNanos();
      while (System.nanoTime() < back) {
        otherBehindMax = Math.max(otherBehindMax, behind(other));
        Thread.sleep(POLL);
      }
      var behind = behind(store);
      Victims.restart(component);
      out.printf("%s serves again, %,d records are to be made up for%n", store, behind);
      var began = System.nanoTime();
      var rowsBefore = written(store);
      while (behind(store) > 2L * plan.perSecond()) {
        otherBehindMax = Math.max(otherBehindMax, behind(other));
        mustNotTakeLonger(began, store + " to catch up");
        Thread.sleep(POLL);
      }
      var seconds = (System.nanoTime() - began) / 1e9;
      return new Absence(store, behind, (written(store) - rowsBefore) / seconds, otherBehindMax);
    }

    private void awaitWritten(String store, long rows) throws IOException, InterruptedException {
      var began = System.nanoTime();
      while (written(store) < rows) {
        mustNotTakeLonger(began, store + " to have all rows");
        Thread.sleep(POLL);
      }
    }

    private void awaitCalm() throws IOException, InterruptedException {
      var began = System.nanoTime();
      Thread.sleep(CALM);
      while (behind(TIMESCALE) > 2L * plan.perSecond()
          || behind(CLICKHOUSE) > 2L * plan.perSecond()) {
        mustNotTakeLonger(began, "the sinks to be up to date");
        Thread.sleep(POLL);
      }
    }

    private static void mustNotTakeLonger(long began, String what) {
      if (System.nanoTime() - began > CATCH_UP_MAX.toNanos()) {
        throw new IllegalStateException(CATCH_UP_MAX + " were not enough for " + what);
      }
    }

    /** From the log's own count, as a sink that waits knows its lag only from time to time. */
    private long behind(String store) throws IOException, InterruptedException {
      return Math.max(0, feed.acknowledged() - written(store));
    }

    private long written(String store) throws IOException, InterruptedException {
      var sink = "{sink=\"%s-heartbeats\"}".formatted(store);
      return Math.round(
          figures.sum("fleetpulse_sink_rows_total" + sink)
              + figures.sum("fleetpulse_sink_folded_total" + sink));
    }
  }
}
