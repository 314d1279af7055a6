package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.load.fault.CommittedLog;
import dev.fleetpulse.load.fault.Differences;
import dev.fleetpulse.load.fault.Flow;
import dev.fleetpulse.load.fault.Rounds;
import dev.fleetpulse.load.fault.StoreQueries;
import dev.fleetpulse.load.stack.ProcessingStack;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A replay goes on steadily while streams-app, the broker, TimescaleDB and ClickHouse are killed in
 * turn; afterwards both stores must hold exactly what the oracle makes of the log, and every hour
 * of the ledger must balance.
 */
public final class UsageFault {
  private static final Duration EQUAL_MAX = Duration.ofMinutes(4);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String LOSS = "platform.loss";

  private final ProcessingStack stack;
  private final StoredUsage stores;
  private final CommittedLog log;
  private final Rounds rounds;
  private final PrintStream out;

  /**
   * What came of it.
   *
   * @param rounds how often something was killed
   * @param acknowledged heartbeats that the broker acknowledged, each copy counted
   * @param records heartbeats in the log
   * @param distinct what is left of them once each instance and timestamp counts once
   * @param accepted those of them that came in time
   * @param rows what the oracle makes of them
   * @param ledger what the ledger says at the end
   * @param alertsRaised about loss, all the while; where nothing was lost, none should have been
   * @param differences rows that a store lacks, has wrongly or twice, with the store's name, and
   *     hours of the ledger that do not balance
   */
  public record Outcome(
      int rounds,
      Duration took,
      long acknowledged,
      long records,
      long distinct,
      long accepted,
      int rows,
      StoredLedger ledger,
      long alertsRaised,
      List<String> differences) {
    /**
     * Whether both stores equal the oracle, the ledger balances, and nothing acknowledged is lost.
     */
    public boolean holds() {
      return differences.isEmpty() && acknowledged <= records;
    }

    /** For people. */
    public String text() {
      var text =
          """
          rounds                     %,10d in %d s
          heartbeats acknowledged    %,10d
            in the log               %,10d
            distinct                 %,10d
            accepted                 %,10d
          rows of usage per hour     %,10d
          the ledger, appended       %,10d
            unique                   %,10d
            duplicate                %,10d
            too late                 %,10d
            lost in front            %,10d
            its hours                %,10d
            balanced                 %,10d
            alerts raised            %,10d
          """
              .formatted(
                  rounds,
                  took.toSeconds(),
                  acknowledged,
                  records,
                  distinct,
                  accepted,
                  rows,
                  ledger.appended(),
                  ledger.unique(),
                  ledger.duplicate(),
                  ledger.tooLate(),
                  ledger.lost(),
                  ledger.hours(),
                  ledger.balanced(),
                  alertsRaised);
      return text + Differences.text(differences);
    }
  }

  /** Does nothing yet. */
  public UsageFault(ProcessingStack stack, Rounds rounds, PrintStream out) {
    this.stack = stack;
    this.stores = new StoredUsage(new StoreQueries(stack.stores()));
    this.log = new CommittedLog(stack.kafka());
    this.rounds = rounds;
    this.out = out;
  }

  /** Starts the stack, lets all of it happen, and compares. */
  public Outcome run() throws InterruptedException, IOException, SQLException {
    stack.start();
    var began = System.nanoTime();
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE)) {
      var day = new FleetDay(schemas, rounds.instances());
      try (var flow = new Flow(stack.kafka(), rounds.perSecond(), day)) {
        rounds.run(stack.victims(), flow, out);
        return compare(flow, day, schemas, began);
      }
    }
  }

  private Outcome compare(Flow flow, FleetDay day, Schemas schemas, long began)
      throws InterruptedException, IOException, SQLException {
    var oracle = read(schemas);
    var expected = oracle.rows();
    var deadline = System.nanoTime() + EQUAL_MAX.toNanos();
    var differences = differences(oracle, expected);
    while (!differences.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      day.tick(flow);
      differences = differences(oracle, expected);
    }
    return new Outcome(
        rounds.count(),
        Duration.ofNanos(System.nanoTime() - began),
        flow.acknowledged(),
        oracle.records(),
        oracle.distinct(),
        oracle.accepted(),
        expected.size(),
        ledger(),
        alertsRaised(schemas),
        differences);
  }

  private List<String> differences(UsageOracle oracle, List<String> expected)
      throws InterruptedException, IOException, SQLException {
    var differences = new Differences();
    differences.compare("timescale", expected, stores.timescaleUsage());
    differences.compare("clickhouse", expected, stores.clickHouseUsage());
    differences.compare("timescale", "heartbeats", oracle.distinct(), stores.timescaleHeartbeats());
    differences.compare(
        "clickhouse", "heartbeats", oracle.distinct(), stores.clickHouseHeartbeats());
    ledger().differences(oracle).forEach(differences::add);
    return differences.lines();
  }

  private StoredLedger ledger() throws SQLException {
    return StoredLedger.read(stack.stores().timescaleOwner());
  }

  private UsageOracle read(Schemas schemas) {
    var oracle = new UsageOracle();
    log.read(
        Topics.with(schemas).heartbeats(),
        record -> {
          if (record.value() != null) {
            oracle.add(record.value(), record.timestamp());
          }
        });
    return oracle;
  }

  private long alertsRaised(Schemas schemas) {
    var raised = new AtomicLong();
    log.read(
        Topics.with(schemas).alertEvents(),
        record -> {
          var alert = record.value();
          if (alert.getKind().equals("raised") && LOSS.equals(alert.getType())) {
            out.println("Alert: " + alert.getMessage());
            raised.incrementAndGet();
          }
        });
    return raised.get();
  }
}
