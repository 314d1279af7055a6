package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.load.bench.Spread;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.schemas.SchemaRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many records a second a topology takes, against a bare windowed count of the same topic: the
 * same broker, exactly-once, the same settings and JVM options, in turns, each alone.
 */
public final class TopologyBench {
  private static final String GOAL = "0.50";

  /** Both run for weeks, and after one round an eighth of the CPU still goes to compilers. */
  private static final int WARM_UP_ROUNDS = 3;

  private static final Duration ROUND_MAX = Duration.ofMinutes(6);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final List<String> JVM_OPTIONS = List.of("-Xmx512m", "-XX:+UseParallelGC");

  private final Path repository;
  private final Comparison comparison;
  private final Load load;
  private final int rounds;
  private final Optional<String> profiled;
  private final PrintStream out;

  /** Which topology is measured, and what it reads. */
  public enum Comparison {
    usage(Side.usage, Side.count),
    errors(Side.errors, Side.errorsCount);

    private final Side measured;
    private final Side bare;

    Comparison(Side measured, Side bare) {
      this.measured = measured;
      this.bare = bare;
    }
  }

  /**
   * Measures nothing yet.
   *
   * @param repository whose modules are built
   * @param profile where the flight recorder of the measured side leaves its recording, if anywhere
   */
  public TopologyBench(
      Path repository,
      Comparison comparison,
      Load load,
      int rounds,
      Optional<Path> profile,
      PrintStream out) {
    this.repository = repository;
    this.comparison = comparison;
    this.load = load;
    this.rounds = rounds;
    this.profiled =
        profile.map(
            file ->
                "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + file.toAbsolutePath());
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting a broker and a registry in " + folder);
    var classPaths = ClassPaths.built(repository);
    try (var registry = new OwnRegistry(folder);
        var broker =
            new KafkaProcess(
                classPaths.of("dev-stack"),
                folder.resolve("kafka"),
                Ports.free(),
                Ports.free(),
                folder.resolve("logs/kafka.log"))) {
      registry.start();
      broker.start();
      broker.awaitReady();
      out.println("Writing " + load.text());
      try (var schemas = new SchemaRegistry(registry.url(), REGISTRY_PATIENCE)) {
        load.fill(broker.bootstrapServers(), schemas);
      }
      try (var measured = new Running(comparison.measured, classPaths, registry, broker, folder);
          var bare = new Running(comparison.bare, classPaths, registry, broker, folder)) {
        compare(measured, bare);
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void compare(Running measured, Running bare) throws IOException, InterruptedException {
    out.println("Warming up");
    for (var number = 1; number <= WARM_UP_ROUNDS; number++) {
      measured.round(number);
      bare.round(number);
    }
    out.printf("%d rounds%n", rounds);
    var ratios = new ArrayList<Double>();
    var costs = new ArrayList<Double>();
    for (var number = WARM_UP_ROUNDS + 1; number <= WARM_UP_ROUNDS + rounds; number++) {
      var one = measured.round(number);
      var other = bare.round(number);
      ratios.add(one.rate() / other.rate());
      costs.add(one.cpu() / other.cpu());
    }
    out.println(
        "CPU per record, %s to count: ".formatted(comparison) + Spread.of(costs).text("%.2f"));
    out.println(
        "records per second, %s to count: ".formatted(comparison) + Spread.of(ratios).text("%.2f"));
    out.printf("ratio %s %.2f goal %s%n", comparison, Spread.of(ratios).median(), GOAL);
  }

  /** A side's JVM. */
  private final class Running implements AutoCloseable {
    private final Side side;
    private final Program program;
    private final URI url;

    Running(
        Side side, ClassPaths classPaths, OwnRegistry registry, KafkaProcess broker, Path folder)
        throws IOException, InterruptedException {
      this.side = side;
      var port = Ports.free();
      url = URI.create("http://127.0.0.1:" + port);
      var options = new ArrayList<>(JVM_OPTIONS);
      if (side == comparison.measured) {
        profiled.ifPresent(options::add);
      }
      program =
          new Program(
              side.name(),
              new Program.Code(
                  classPaths.of("load-tests"), SideMain.class.getName(), Optional.empty(), options),
              Map.of(
                  "FLEETPULSE_SIDE", side.name(),
                  "FLEETPULSE_KAFKA", broker.bootstrapServers(),
                  "FLEETPULSE_BROKER_PID", Long.toString(broker.process().orElseThrow().pid()),
                  "FLEETPULSE_REGISTRY_URL", registry.url(),
                  "FLEETPULSE_RECORDS", Long.toString(load.records()),
                  "FLEETPULSE_STATE_DIR", folder.resolve("state-" + side).toString(),
                  "FLEETPULSE_PORT", Integer.toString(port)),
              url.resolve("/readyz"),
              folder.resolve("logs").resolve(side + ".log"));
      program.start();
      program.awaitReady();
    }

    Round round(int number) throws IOException, InterruptedException {
      try (var http = HttpClient.newHttpClient()) {
        var answer =
            http.send(
                HttpRequest.newBuilder(url.resolve("/rounds/" + number)).timeout(ROUND_MAX).build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IOException(side + " answered " + answer.statusCode() + "; see its log");
        }
        var round = Round.of(answer.body());
        out.printf(
            "  %-11s %,8.0f records/s  %.4f CPU-s per 1,000 (%.4f of its own)%n",
            side, round.rate(), round.cpu(), round.ownCpu());
        return round;
      }
    }

    @Override
    public void close() {
      program.close();
    }
  }
}
