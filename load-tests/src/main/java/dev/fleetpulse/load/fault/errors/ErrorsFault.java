package dev.fleetpulse.load.fault.errors;

import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.load.fault.usage.UsageStack;
import dev.fleetpulse.schemas.AlertEvent;
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
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Errors come steadily while streams-app, the broker, TimescaleDB and ClickHouse are killed in
 * turn; afterwards groups and hours must be exactly what the oracle makes of the log, ClickHouse
 * must have each occurrence that was kept, and nothing may have been told twice.
 */
public final class ErrorsFault {
  private static final int ROUNDS_MAX = 1_000;
  private static final int INSTANCES_MAX = 10_000;
  private static final int PER_SECOND_MAX = 10_000;
  private static final Duration FLOW_MAX = Duration.ofMinutes(2);
  private static final Duration EQUAL_MAX = Duration.ofMinutes(4);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final int SHOWN_MAX = 5;

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

  private final UsageStack stack;
  private final Plan plan;
  private final PrintStream out;

  /**
   * What happens.
   *
   * @param rounds how often something is killed
   * @param perSecond errors written
   * @param away how long what was killed stays away
   * @param calm between two kills
   */
  public record Plan(int rounds, int instances, int perSecond, Duration away, Duration calm) {
    public Plan {
      check("rounds", rounds, ROUNDS_MAX);
      check("instances", instances, INSTANCES_MAX);
      check("errors a second", perSecond, PER_SECOND_MAX);
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
          differences                %,10d
          """
              .formatted(
                  rounds,
                  took.toSeconds(),
                  acknowledged,
                  records,
                  distinct,
                  groups,
                  hours,
                  events,
                  differences.size());
      return text
          + String.join("\n", differences.subList(0, Math.min(SHOWN_MAX, differences.size())))
          + (differences.isEmpty() ? "" : "\n");
    }
  }

  /** Does nothing yet. */
  public ErrorsFault(UsageStack stack, Plan plan, PrintStream out) {
    this.stack = stack;
    this.plan = plan;
    this.out = out;
  }

  /** Starts the stack, lets all of it happen, and compares. */
  public Outcome run() throws InterruptedException, IOException, SQLException {
    stack.start();
    var began = System.nanoTime();
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE);
        var flow = new ErrorFlow(stack.kafka(), schemas, plan.instances(), plan.perSecond())) {
      flow.start();
      awaitFlow(flow, "the start");
      for (var round = 0; round < plan.rounds(); round++) {
        kill(stack.victims().get(round % stack.victims().size()), round, flow);
      }
      flow.finish();
      return compare(flow, schemas, began);
    }
  }

  private void kill(Component victim, int round, ErrorFlow flow) throws InterruptedException {
    out.printf("Round %d: killing %s%n", round + 1, victim.name());
    UsageStack.kill(victim);
    Thread.sleep(plan.away());
    UsageStack.restart(victim);
    awaitFlow(flow, victim.name() + "'s start");
    Thread.sleep(plan.calm());
  }

  private void awaitFlow(ErrorFlow flow, String what) throws InterruptedException {
    var wanted = flow.acknowledged() + plan.perSecond();
    var deadline = System.nanoTime() + FLOW_MAX.toNanos();
    while (flow.acknowledged() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s after %s, the log takes no errors".formatted(FLOW_MAX, what));
      }
      Thread.sleep(LOOK.dividedBy(10));
    }
  }

  private Outcome compare(ErrorFlow flow, Schemas schemas, long began)
      throws InterruptedException, IOException, SQLException {
    var topics = Topics.with(schemas);
    var oracle = new ErrorOracle();
    read(topics.errors(), record -> oracle.add(record.value(), record.timestamp()));
    read(topics.errorCommands(), record -> oracle.add(record.value(), record.timestamp()));
    var deadline = System.nanoTime() + EQUAL_MAX.toNanos();
    var differences = differences(oracle);
    while (!differences.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(LOOK);
      differences = differences(oracle);
    }
    var events = new ArrayList<AlertEvent>();
    read(topics.alertEvents(), record -> events.add(record.value()));
    var told = new HashSet<String>();
    for (var event : events) {
      if (!told.add(event.getAlertKey() + " " + event.getEventId())) {
        differences.add("told twice: " + event.getAlertKey() + " " + event.getEventId());
      }
    }
    return new Outcome(
        plan.rounds(),
        Duration.ofNanos(System.nanoTime() - began),
        flow.acknowledged(),
        oracle.records(),
        oracle.distinct(),
        oracle.groups().size(),
        oracle.hours().size(),
        events.size(),
        differences);
  }

  private List<String> differences(ErrorOracle oracle)
      throws InterruptedException, IOException, SQLException {
    var stores = stack.stores();
    var differences = new ArrayList<String>();
    addDifferences(differences, "groups", oracle.groups(), stores.timescale(GROUPS));
    addDifferences(differences, "hours", oracle.hours(), stores.timescale(HOURS));
    addDifferences(
        differences,
        "clickhouse",
        stores.timescale(KEPT_GROUPS),
        stores.clickHouse(KEPT_OCCURRENCES));
    return differences;
  }

  private static void addDifferences(
      List<String> differences, String where, List<String> expected, List<String> found) {
    var left = new HashSet<>(expected);
    for (var row : found) {
      if (!left.remove(row)) {
        differences.add(where + " has    " + row);
      }
    }
    left.forEach(row -> differences.add(where + " lacks  " + row));
  }

  /** Everything that is committed, each partition in its order. */
  private <V> void read(Topic<?, V> topic, Consumer<ConsumerRecord<?, V>> taker) {
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
