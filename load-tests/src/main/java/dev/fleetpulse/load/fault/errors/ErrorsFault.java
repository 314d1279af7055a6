package dev.fleetpulse.load.fault.errors;

import dev.fleetpulse.load.fault.CommittedLog;
import dev.fleetpulse.load.fault.Differences;
import dev.fleetpulse.load.fault.Flow;
import dev.fleetpulse.load.fault.Rounds;
import dev.fleetpulse.load.fault.StoreQueries;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Errors come steadily while streams-app, the broker, TimescaleDB and ClickHouse are killed in
 * turn; afterwards groups and hours must be exactly what the oracle makes of the log, ClickHouse
 * must have each occurrence that was kept, and nothing may have been told twice.
 */
public final class ErrorsFault {
  private static final Duration EQUAL_MAX = Duration.ofMinutes(4);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private static final String GROUPS =
      """
      SELECT concat_ws(E'\\t', app, signature, count,
        (extract(epoch FROM first_seen) * 1000)::bigint,
        (extract(epoch FROM last_seen) * 1000)::bigint, instance_count, status)
      FROM fleetpulse.error_groups
      """;

  private static final String HOURS =
      """
      SELECT concat_ws(E'\\t', app, signature, (extract(epoch FROM hour) * 1000)::bigint, count)
      FROM fleetpulse.error_counts_hourly
      """;

  private static final String KEPT_GROUPS =
      "SELECT concat_ws(E'\\t', app, signature, kept) FROM fleetpulse.error_groups";

  private static final String KEPT_OCCURRENCES =
      "SELECT app, signature, count() FROM error_occurrences FINAL GROUP BY app, signature";

  private final ProcessingStack stack;
  private final StoreQueries stores;
  private final CommittedLog log;
  private final Rounds rounds;
  private final PrintStream out;

  /**
   * What came of it.
   *
   * @param acknowledged reports that the broker acknowledged, each copy counted
   * @param records reports in the log
   * @param distinct those that count
   * @param events what was told of groups
   * @param differences rows that a store lacks, has wrongly or twice, and what was told twice
   */
  public record Outcome(
      int rounds,
      Duration took,
      long acknowledged,
      long records,
      long distinct,
      int groups,
      int hours,
      int events,
      List<String> differences) {
    /** Whether everything is as the oracle has it, and the log has what was acknowledged. */
    public boolean holds() {
      return differences.isEmpty() && acknowledged <= records;
    }

    /** For people. */
    public String text() {
      var text =
          """
          rounds                     %,10d in %d s
          reports acknowledged       %,10d
            in the log               %,10d
            distinct                 %,10d
          groups                     %,10d
          hours of groups            %,10d
          events                     %,10d
          """
              .formatted(
                  rounds, took.toSeconds(), acknowledged, records, distinct, groups, hours, events);
      return text + Differences.text(differences);
    }
  }

  /** Does nothing yet. */
  public ErrorsFault(ProcessingStack stack, Rounds rounds, PrintStream out) {
    this.stack = stack;
    this.stores = new StoreQueries(stack.stores());
    this.log = new CommittedLog(stack.kafka());
    this.rounds = rounds;
    this.out = out;
  }

  /** Starts the stack, lets all of it happen, and compares. */
  public Outcome run() throws InterruptedException, IOException, SQLException {
    stack.start();
    var began = System.nanoTime();
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE)) {
      var topics = Topics.with(schemas);
      var day = new ErrorDay(topics, rounds.instances());
      try (var flow = new Flow(stack.kafka(), rounds.perSecond(), day)) {
        rounds.run(stack.victims(), flow, out);
        return compare(flow.acknowledged(), topics, began);
      }
    }
  }

  private Outcome compare(long acknowledged, Topics topics, long began)
      throws InterruptedException, IOException, SQLException {
    var oracle = new ErrorOracle();
    log.read(topics.errors(), record -> oracle.add(record.value(), record.timestamp()));
    log.read(topics.errorCommands(), record -> oracle.add(record.value(), record.timestamp()));
    var deadline = System.nanoTime() + EQUAL_MAX.toNanos();
    var differences = differences(oracle);
    while (!differences.lines().isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      differences = differences(oracle);
    }
    return new Outcome(
        rounds.count(),
        Duration.ofNanos(System.nanoTime() - began),
        acknowledged,
        oracle.records(),
        oracle.distinct(),
        oracle.groups().size(),
        oracle.hours().size(),
        toldOnce(topics, differences),
        differences.lines());
  }

  /** How many events there are; each may be told once. */
  private int toldOnce(Topics topics, Differences differences) {
    var told = new ArrayList<String>();
    log.read(
        topics.alertEvents(),
        record -> told.add(record.value().getAlertKey() + " " + record.value().getEventId()));
    differences.compare("told", List.copyOf(new TreeSet<>(told)), told);
    return told.size();
  }

  private Differences differences(ErrorOracle oracle)
      throws InterruptedException, IOException, SQLException {
    var differences = new Differences();
    differences.compare("groups", oracle.groups(), stores.timescale(GROUPS));
    differences.compare("hours", oracle.hours(), stores.timescale(HOURS));
    differences.compare(
        "clickhouse", stores.timescale(KEPT_GROUPS), stores.clickHouse(KEPT_OCCURRENCES));
    return differences;
  }
}
