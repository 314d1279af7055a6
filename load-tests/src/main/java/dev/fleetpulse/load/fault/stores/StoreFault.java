package dev.fleetpulse.load.fault.stores;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.fault.Figures;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnStores;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * Heartbeats arrive at a steady rate while one store after the other is killed, stays away for a
 * while and comes back. Afterwards both must have every heartbeat, once.
 */
public final class StoreFault {
  private static final List<String> STREAMS_OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC");
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CATCH_UP_MAX = Duration.ofMinutes(15);
  private static final Duration OUTAGE_MAX = Duration.ofHours(1);
  private static final int RATE_MAX = 20_000;

  private final ClassPaths classPaths;
  private final String kafka;
  private final String registryUrl;
  private final Path folder;
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
  public StoreFault(
      ClassPaths classPaths,
      String kafka,
      String registryUrl,
      Path folder,
      Plan plan,
      PrintStream out) {
    this.classPaths = classPaths;
    this.kafka = kafka;
    this.registryUrl = registryUrl;
    this.folder = folder;
    this.plan = plan;
    this.out = out;
  }

  /** Starts the stores and the sinks, lets all of it happen, and compares. */
  public Outcome run() throws IOException, InterruptedException {
    var managementPort = Ports.free();
    var management = URI.create("http://127.0.0.1:" + managementPort);
    try (var stores = new OwnStores(folder);
        var registry = new SchemaRegistry(registryUrl, REGISTRY_PATIENCE)) {
      var topics = Topics.with(registry);
      createTopics(topics);
      stores.start();
      var streams = streams(stores, managementPort, management.resolve("/readyz"));
      try (streams;
          var feed = new Feed(kafka, topics, plan.perSecond())) {
        streams.start();
        streams.awaitReady();
        return new Run(stores, feed, new Figures(management)).outcome();
      }
    }
  }

  private void createTopics(Topics topics) throws InterruptedException {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
      new TopicAdmin(admin).ensure(topics.all());
    }
  }

  private Program streams(OwnStores stores, int managementPort, URI readiness) throws IOException {
    return new Program(
        "streams-app",
        new Program.Code(
            classPaths.of("streams-app"),
            "dev.fleetpulse.streams.StreamsMain",
            Optional.empty(),
            STREAMS_OPTIONS),
        Map.ofEntries(
            Map.entry("FLEETPULSE_KAFKA", kafka),
            Map.entry("FLEETPULSE_REGISTRY_URL", registryUrl),
            Map.entry("FLEETPULSE_STATE_DIR", folder.resolve("state").toString()),
            Map.entry("FLEETPULSE_TIMESCALE_URL", stores.timescaleOwner().jdbcUrl()),
            Map.entry("FLEETPULSE_TIMESCALE_USER", OwnStores.SINK),
            Map.entry("FLEETPULSE_TIMESCALE_PASSWORD", OwnStores.PASSWORD),
            Map.entry("FLEETPULSE_CLICKHOUSE_URL", stores.clickHouseOwner().url()),
            Map.entry("FLEETPULSE_CLICKHOUSE_USER", OwnStores.SINK),
            Map.entry("FLEETPULSE_CLICKHOUSE_PASSWORD", OwnStores.PASSWORD),
            Map.entry("FLEETPULSE_MANAGEMENT_PORT", Integer.toString(managementPort))),
        readiness,
        folder.resolve("logs/streams.log"));
  }

  /** Everything runs. */
  private final class Run {
    private static final String TIMESCALE = "timescale";
    private static final String CLICKHOUSE = "clickhouse";

    private final OwnStores stores;
    private final Feed feed;
    private final Figures figures;

    Run(OwnStores stores, Feed feed, Figures figures) {
      this.stores = stores;
      this.feed = feed;
      this.figures = figures;
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
      component.process().orElseThrow().kill();
      var otherBehindMax = 0L;
      var back = System.nanoTime() + plan.outage().toNanos();
      while (System.nanoTime() < back) {
        otherBehindMax = Math.max(otherBehindMax, behind(other));
        Thread.sleep(POLL);
      }
      var behind = behind(store);
      component.start();
      component.awaitReady();
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
