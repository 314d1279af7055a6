package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Shutdown;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./fleetpulse rebuild usage}: figures computed anew beside the running ones. */
@Command(
    name = "fleetpulse rebuild",
    description = {
      "Computes the hourly usage anew from what Kafka still has, beside the running process.",
      "Nothing is seen of it until all has been read; then its rows replace the others.",
      "It goes on until Ctrl-C: restart streams-app before, it goes on with the new figures."
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

  private final Env env;
  private final PrintWriter out;

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
    var registryUrl = env.require("REGISTRY_URL");
    var emitInterval = env.duration("EMIT_INTERVAL", "PT60S");
    env.refuseUnread();
    var stateDir = Files.createTempDirectory("fleetpulse-rebuild-");
    try (var registry = new SchemaRegistry(registryUrl, REGISTRY_PATIENCE);
        var admin =
            Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      var topics = Topics.with(registry);
      var ends = new TopicAdmin(admin).ends(topics.heartbeats());
      var running =
          new RunningGenerations(admin)
              .latest(what.name(), new Generation(StreamsAppConfig.FIRST_GENERATION));
      var generation = new Generation(running.number() + 1);
      out.printf(
          "Generation %d of %s reads %,d records; generation %d stays visible meanwhile%n",
          generation.number(), what, total(ends), running.number());
      try (var rebuild =
          new Rebuild(
              kafka,
              topics,
              generation,
              new LogEnds(ends),
              emitInterval,
              stateDir,
              new SimpleMeterRegistry())) {
        rebuild.start();
        awaitPublished(rebuild, admin, generation, ends);
        out.printf("Generation %d is published%n", generation.number());
        if (!once) {
          out.println("Restart streams-app, which goes on with it, then end this with Ctrl-C.");
          var shutdown = new Shutdown(STOP_BOUND);
          shutdown.closes("rebuild", rebuild);
          shutdown.await();
        }
      }
    } finally {
      delete(stateDir);
    }
    return CommandLine.ExitCode.OK;
  }

  private void awaitPublished(
      Rebuild rebuild, Admin admin, Generation generation, Map<Integer, Long> ends)
      throws InterruptedException {
    var application = new Room(what.name(), generation, null, null).applicationId();
    for (var look = 1; !rebuild.isPublished(); look++) {
      Thread.sleep(LOOK);
      if (look % LOOKS_PER_LINE == 0) {
        out.printf(
            "%,d of %,d records read, %d of %d partitions published%n",
            read(admin, application, ends), total(ends), rebuild.published(), ends.size());
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
