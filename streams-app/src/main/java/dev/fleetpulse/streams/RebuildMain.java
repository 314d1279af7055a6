package dev.fleetpulse.streams;

import com.clickhouse.client.api.Client;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Shutdown;
import dev.fleetpulse.streams.history.HistoryRebuild;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fleetpulse rebuild usage}: figures computed anew beside the running ones. */
@Command(
    name = "fleetpulse rebuild",
    description = {
      "Computes the hourly usage anew, beside the running process.",
      "From Kafka: nothing is seen of it until all has been read; then its rows replace the",
      "others, and it goes on with what comes until Ctrl-C, or until streams-app was restarted,",
      "which then goes on in its place."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class RebuildMain implements Callable<Integer> {
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_BOUND = Duration.ofSeconds(25);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int LOOKS_PER_LINE = 8;
  private static final long TIMEOUT_SECONDS = 30;

  @Parameters(
      index = "0",
      paramLabel = "ROOM",
      description = "What is computed anew: ${COMPLETION-CANDIDATES}.")
  private What what;

  @Option(
      names = "--once",
      description = "End when it is published; until streams-app is restarted, figures stand.")
  private boolean once;

  @ArgGroup(exclusive = false, heading = "From ClickHouse, when Kafka no longer has it:%n")
  private HistoryOptions history;

  private final Env env;
  private final PrintWriter out;

  /** Which span of the past. */
  private static final class HistoryOptions {
    @Option(
        names = "--from",
        required = true,
        description = "First hour, such as 2026-10-01T00:00:00Z.")
    private Instant from;

    @Option(names = "--to", required = true, description = "The hour after the last.")
    private Instant to;

    @Option(names = "--tenant", description = "Of one tenant only.")
    private String tenant;

    @Option(
        names = "--lookback",
        defaultValue = "P7D",
        paramLabel = "DURATION",
        description =
            "How far back an instance's heartbeat before the first hour is looked for"
                + " (${DEFAULT-VALUE}).")
    private Duration lookback;
  }

  /** What can be rebuilt. */
  enum What {
    usage
  }

  private RebuildMain(Env env, PrintWriter out) {
    this.env = env;
    this.out = out;
  }

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(
        new CommandLine(new RebuildMain(new Env(System.getenv()), out))
            .setOut(out)
            .setExecutionExceptionHandler(
                (failure, command, _) -> {
                  command.getErr().println("rebuild: " + failure.getMessage());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var kafka = env.require("KAFKA");
    try (var registry = new SchemaRegistry(env.require("REGISTRY_URL"), REGISTRY_PATIENCE);
        var admin =
            Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      var topics = Topics.with(registry);
      var running =
          new RunningGenerations(admin)
              .latest(what.name(), new Generation(StreamsAppConfig.FIRST_GENERATION));
      var next = new Generation(running.number() + 1);
      if (history == null) {
        fromKafka(kafka, topics, admin, next);
      } else {
        fromHistory(kafka, topics, next);
      }
    }
    return CommandLine.ExitCode.OK;
  }

  private void fromKafka(String kafka, Topics topics, Admin admin, Generation generation)
      throws IOException, InterruptedException {
    var emitInterval = env.duration("EMIT_INTERVAL", "PT60S");
    var period = StreamsAppConfig.ledgerPeriod(env);
    var ends = new TopicAdmin(admin).ends(topics.heartbeats());
    var stateDir = Files.createTempDirectory("fleetpulse-rebuild-");
    out.printf(
        "Generation %d of %s reads %,d records; generation %d stays visible meanwhile%n",
        generation.number(), what, total(ends), generation.number() - 1);
    try (var rebuild =
        new Rebuild(
            kafka,
            topics,
            generation,
            new LogEnds(ends),
            emitInterval,
            period,
            stateDir,
            new SimpleMeterRegistry())) {
      rebuild.start();
      awaitPublished(rebuild, admin, ends);
      out.printf("Generation %d is published%n", generation.number());
      if (!once) {
        out.println("Restart streams-app, which goes on with it, then end this with Ctrl-C.");
        new Shutdown(STOP_BOUND).await();
      }
    } finally {
      delete(stateDir);
    }
  }

  private void fromHistory(String kafka, Topics topics, Generation generation)
      throws InterruptedException {
    var span =
        HistoryRebuild.Span.of(
            history.from,
            history.to,
            history.lookback,
            Optional.ofNullable(history.tenant),
            Instant.now());
    var hours = topics.usageHourly();
    try (var clickHouse =
            new Client.Builder()
                .addEndpoint(env.require("CLICKHOUSE_URL"))
                .setUsername(env.require("CLICKHOUSE_USER"))
                .setPassword(env.require("CLICKHOUSE_PASSWORD"))
                .setDefaultDatabase(env.get("CLICKHOUSE_DATABASE", "fleetpulse"))
                .build();
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka,
                    ProducerConfig.ACKS_CONFIG,
                    "all",
                    ProducerConfig.LINGER_MS_CONFIG,
                    20),
                hours.keys().serializer(),
                hours.values().serializer())) {
      var result = new HistoryRebuild(clickHouse, hours, producer, generation).run(span);
      out.printf(
          "%,d rows in generation %d from %,d heartbeats%n",
          result.rows(), generation.number(), result.heartbeats());
    }
  }

  private void awaitPublished(Rebuild rebuild, Admin admin, Map<Integer, Long> ends)
      throws InterruptedException {
    for (var look = 1; !rebuild.isPublished(); look++) {
      Thread.sleep(LOOK);
      if (look % LOOKS_PER_LINE == 0) {
        out.printf(
            "%,d of %,d records read, %d of %d partitions published%n",
            read(admin, rebuild.applicationId(), ends),
            total(ends),
            rebuild.published(),
            ends.size());
      }
    }
  }

  private static long read(Admin admin, String application, Map<Integer, Long> ends)
      throws InterruptedException {
    try {
      return admin
          .listConsumerGroupOffsets(application)
          .partitionsToOffsetAndMetadata()
          .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
          .entrySet()
          .stream()
          .mapToLong(
              entry ->
                  Math.min(
                      entry.getValue().offset(), ends.getOrDefault(entry.getKey().partition(), 0L)))
          .sum();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Can't ask the broker for progress", e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The broker does not tell the progress in time", e);
    }
  }

  private static long total(Map<Integer, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
