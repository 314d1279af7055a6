package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A replay goes on steadily while streams-app, the broker, TimescaleDB and ClickHouse are killed in
 * turn; afterwards both stores must hold exactly what the oracle makes of the log, and every hour
 * of the ledger must balance.
 */
public final class UsageFault {
  private static final int ROUNDS_MAX = 1_000;
  private static final int INSTANCES_MAX = 10_000;
  private static final int PER_SECOND_MAX = 10_000;
  private static final Duration FLOW_MAX = Duration.ofMinutes(2);
  private static final Duration EQUAL_MAX = Duration.ofMinutes(4);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final String LOSS = "platform.loss";
  private static final int SHOWN_MAX = 5;

  private final UsageStack stack;
  private final Plan plan;
  private final PrintStream out;

  /**
   * What happens.
   *
   * @param rounds how often something is killed
   * @param perSecond heartbeats written
   * @param away how long what was killed stays away
   * @param calm between two kills
   */
  public record Plan(int rounds, int instances, int perSecond, Duration away, Duration calm) {
    public Plan {
      check("rounds", rounds, ROUNDS_MAX);
      check("instances", instances, INSTANCES_MAX);
      check("heartbeats a second", perSecond, PER_SECOND_MAX);
    }

    private static void check(String what, int value, int max) {
      if (value < 1 || value > max) {
        throw new IllegalArgumentException(
            "There must be 1 to %d %s: %d".formatted(max, what, value));
      }
    }
  }

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
          differences                %,10d
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
                  alertsRaised,
                  differences.size());
      return text
          + String.join("\n", differences.subList(0, Math.min(SHOWN_MAX, differences.size())))
          + (differences.isEmpty() ? "" : "\n");
    }
  }

  /** Does nothing yet. */
  public UsageFault(UsageStack stack, Plan plan, PrintStream out) {
    this.stack = stack;
    this.plan = plan;
    this.out = out;
  }

  /** Starts the stack, lets all of it happen, and compares. */
  public Outcome run() throws InterruptedException, IOException, SQLException {
    stack.start();
    var began = System.nanoTime();
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE);
        var replay = new Replay(stack.kafka(), schemas, plan.instances(), plan.perSecond())) {
      replay.start();
      awaitFlow(replay, "the start");
      for (var round = 0; round < plan.rounds(); round++) {
        kill(stack.victims().get(round % stack.victims().size()), round, replay);
      }
      replay.finish();
      return compare(replay, schemas, began);
    }
  }

  private void kill(Component victim, int round, Replay replay) throws InterruptedException {
    out.printf("Round %d: killing %s%n", round + 1, victim.name());
    UsageStack.kill(victim);
    Thread.sleep(plan.away());
    UsageStack.restart(victim);
    awaitFlow(replay, victim.name() + "'s start");
    Thread.sleep(plan.calm());
  }

  private void awaitFlow(Replay replay, String what) throws InterruptedException {
    var wanted = replay.acknowledged() + plan.perSecond();
    var deadline = System.nanoTime() + FLOW_MAX.toNanos();
    while (replay.acknowledged() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s after %s, the log takes no heartbeats".formatted(FLOW_MAX, what));
      }
      Thread.sleep(LOOK.dividedBy(10));
    }
  }

  private Outcome compare(Replay replay, Schemas schemas, long began)
      throws InterruptedException, IOException, SQLException {
    var oracle = read(schemas);
    var expected = oracle.rows();
    var deadline = System.nanoTime() + EQUAL_MAX.toNanos();
    var differences = differences(oracle, expected);
    while (!differences.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      replay.tick();
      differences = differences(oracle, expected);
    }
    return new Outcome(
        plan.rounds(),
        Duration.ofNanos(System.nanoTime() - began),
        replay.acknowledged(),
        oracle.records(),
        oracle.distinct(),
        oracle.accepted(),
        expected.size(),
        StoredLedger.read(stack.timescale()),
        alertsRaised(schemas),
        differences);
  }

  private List<String> differences(UsageOracle oracle, List<String> expected)
      throws InterruptedException, IOException, SQLException {
    var stores = stack.stores();
    var differences = new ArrayList<String>();
    addDifferences(differences, "timescale", expected, stores.timescaleUsage());
    addDifferences(differences, "clickhouse", expected, stores.clickHouseUsage());
    addDifference(differences, "timescale", oracle.distinct(), stores.timescaleHeartbeats());
    addDifference(differences, "clickhouse", oracle.distinct(), stores.clickHouseHeartbeats());
    differences.addAll(StoredLedger.read(stack.timescale()).differences(oracle));
    return differences;
  }

  private static void addDifference(
      List<String> differences, String store, long expected, long found) {
    if (expected != found) {
      differences.add("%s has %d heartbeats of %d".formatted(store, found, expected));
    }
  }

  private static void addDifferences(
      List<String> differences, String store, List<String> expected, List<String> found) {
    var missing = new ArrayList<>(expected);
    var wrong = new ArrayList<String>();
    var left = new HashSet<>(expected);
    for (var row : found) {
      if (!left.remove(row)) {
        wrong.add(row);
      }
    }
    missing.retainAll(left);
    missing.forEach(row -> differences.add(store + " lacks  " + row));
    wrong.forEach(row -> differences.add(store + " has    " + row));
  }

  private UsageOracle read(Schemas schemas) {
    var oracle = new UsageOracle();
    readAll(
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
    readAll(
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

  private <K, V> void readAll(Topic<K, V> topic, Consumer<ConsumerRecord<K, V>> taker) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                stack.kafka(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"),
            topic.keys().deserializer(),
            topic.values().deserializer())) {
      var partitions =
          IntStream.range(0, topic.partitions())
              .mapToObj(partition -> new TopicPartition(topic.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var lastHeard = System.nanoTime();
      while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
        var records = consumer.poll(LOOK);
        if (!records.isEmpty()) {
          lastHeard = System.nanoTime();
        } else if (System.nanoTime() - lastHeard > SILENCE_MAX.toNanos()) {
          throw new IllegalStateException("The broker is silent before the end of " + topic.name());
        }
        records.forEach(taker);
      }
    }
  }
}
