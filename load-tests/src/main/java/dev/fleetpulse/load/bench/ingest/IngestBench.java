package dev.fleetpulse.load.bench.ingest;

import dev.fleetpulse.devstack.ComponentCache;
import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.bench.CpuClock;
import dev.fleetpulse.load.bench.Spread;
import dev.fleetpulse.load.bench.Wrk;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Heartbeats of 1.5 KB, one a request, over 256 connections: how many a second the whole ingest
 * process takes (key, limits, checks, Avro, acks=all), against an empty Javalin endpoint that reads
 * the same body. Both are measured in turns, each alone.
 */
public final class IngestBench {
  private static final String GOAL = "0.70";
  private static final int CONNECTIONS = 256;

  private final Path repository;
  private final Duration warmUp;
  private final int rounds;
  private final Duration round;
  private final PrintStream out;

  /**
   * Measures nothing yet.
   *
   * @param repository whose modules are built
   */
  public IngestBench(
      Path repository, Duration warmUp, int rounds, Duration round, PrintStream out) {
    this.repository = repository;
    this.warmUp = warmUp;
    this.rounds = rounds;
    this.round = round;
    this.out = out;
  }

  /**
   * One endpoint.
   *
   * @param pids of the processes that work for it, its own first
   */
  private record Side(String name, URI url, List<Long> pids) {}

  /**
   * One measurement.
   *
   * @param cpuSeconds of all processes, per 1,000 requests
   * @param ownCpuSeconds of the endpoint's own process alone
   */
  private record Measured(Wrk.Result result, double cpuSeconds, double ownCpuSeconds) {}

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    var script = folder.resolve("heartbeat.lua");
    try (var content = IngestBench.class.getResourceAsStream("heartbeat.lua")) {
      Files.copy(content, script);
    }
    var key = NewKey.random(new SecureRandom());
    var wrk = new Wrk(ComponentCache.wrk(), CONNECTIONS);
    out.println("Starting a broker, a registry, ingest and the empty endpoint in " + folder);
    try (var registry = new OwnRegistry(folder)) {
      registry.start();
      try (var stack = new BenchStack(ClassPaths.built(repository), registry.url(), key, folder)) {
        stack.start();
        compare(wrk, script, key, stack);
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void compare(Wrk wrk, Path script, NewKey key, BenchStack stack)
      throws IOException, InterruptedException {
    var ours = new Side("ingest", stack.ingestUrl(), List.of(stack.ingestPid(), stack.brokerPid()));
    var empty = new Side("empty", stack.emptyUrl(), List.of(stack.emptyPid()));
    new Run(wrk, script, key.text()).compare(ours, empty);
  }

  /** The measuring itself, once everything runs. */
  private final class Run {
    private final Wrk wrk;
    private final Path script;
    private final String key;

    Run(Wrk wrk, Path script, String key) {
      this.wrk = wrk;
      this.script = script;
      this.key = key;
    }

    void compare(Side ours, Side empty) throws IOException, InterruptedException {
      out.println("Warming up");
      for (var side : List.of(ours, empty)) {
        measure(side, warmUp, 0);
      }
      out.printf("At saturation, %d connections, %d rounds of %s%n", CONNECTIONS, rounds, round);
      var ourRates = new ArrayList<Double>();
      var ratios = new ArrayList<Double>();
      for (var i = 0; i < rounds; i++) {
        var one = print(ours, measure(ours, round, 0));
        var other = print(empty, measure(empty, round, 0));
        ourRates.add(one.result().rate());
        ratios.add(one.result().rate() / other.result().rate());
      }
      var half = Spread.of(ourRates).median() / 2;
      out.printf("At half of our saturation, %.0f requests a second%n", half);
      var tails = new ArrayList<Double>();
      for (var i = 0; i < rounds; i++) {
        var one = print(ours, measure(ours, round, half));
        var other = print(empty, measure(empty, round, half));
        tails.add((double) one.result().p99().toNanos() / other.result().p99().toNanos());
      }
      out.println("p99 at half of our saturation, ours to empty: " + Spread.of(tails).text("%.2f"));
      out.println("requests per second, ours to empty: " + Spread.of(ratios).text("%.2f"));
      out.printf("ratio ingest %.2f goal %s%n", Spread.of(ratios).median(), GOAL);
    }

    /**
     * Measures one side.
     *
     * @param rate requests a second, or 0 for as many as there can be
     */
    private Measured measure(Side side, Duration time, double rate)
        throws IOException, InterruptedException {
      var own = side.pids().subList(0, 1);
      var before = CpuClock.of(side.pids());
      var ownBefore = CpuClock.of(own);
      var pauseMillis = rate == 0 ? 0 : Math.round(1000 * CONNECTIONS / rate);
      var result = wrk.run(side.url(), script, time, List.of(key, Long.toString(pauseMillis)));
      var cpu = CpuClock.of(side.pids()).minus(before);
      var ownCpu = CpuClock.of(own).minus(ownBefore);
      if (result.refused() > 0 || result.broken() > 0) {
        throw new IOException(
            "%s refused %d of %d requests, and %d connections broke"
                .formatted(side.name(), result.refused(), result.requests(), result.broken()));
      }
      return new Measured(
          result,
          cpu.toNanos() / 1e6 / result.requests(),
          ownCpu.toNanos() / 1e6 / result.requests());
    }

    private Measured print(Side side, Measured measured) {
      out.printf(
          "  %-6s %7.0f requests/s  %.3f CPU-s per 1,000 (%.3f of its own)  p50 %6.2f ms  p99 %6.2f ms%n",
          side.name(),
          measured.result().rate(),
          measured.cpuSeconds(),
          measured.ownCpuSeconds(),
          measured.result().p50().toNanos() / 1e6,
          measured.result().p99().toNanos() / 1e6);
      return measured;
    }
  }
}
