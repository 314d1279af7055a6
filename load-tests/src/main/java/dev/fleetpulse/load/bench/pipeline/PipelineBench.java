package dev.fleetpulse.load.bench.pipeline;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.bench.ProcessTree;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a heartbeat costs on the whole way, and how large a fleet keeps half of this machine busy:
 * instances send once a minute each while the processor time of every process is watched.
 */
public final class PipelineBench {
  private static final int GOAL_INSTANCES = 100_000;
  private static final int PER_MINUTE = 60;
  private static final double HALF = 0.5;
  private static final Duration REST_MAX = Duration.ofMinutes(3);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final List<String> SINKS =
      List.of("timescale-heartbeats", "clickhouse-heartbeats");

  private final Path repository;
  private final int instances;
  private final Duration warmUp;
  private final Duration measured;
  private final PrintStream out;

  /**
   * Measures nothing yet.
   *
   * @param warmUp how long they send before it is measured
   * @param measured how long it is measured; both in whole minutes
   */
  public PipelineBench(
      Path repository, int instances, Duration warmUp, Duration measured, PrintStream out) {
    if (measured.toMinutes() < 1) {
      throw new IllegalArgumentException("--round must be a minute at least: " + measured);
    }
    this.repository = repository;
    this.instances = instances;
    this.warmUp = warmUp;
    this.measured = measured;
    this.out = out;
  }

  /** Starts everything, measures, prints, and ends everything. */
  public void run() throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    out.println("Starting the whole stack in " + folder);
    var key = NewKey.random(new SecureRandom());
    try (var registry = new OwnRegistry(folder)) {
      registry.start();
      try (var stack =
          new PipelineStack(ClassPaths.built(repository), registry.url(), key, folder)) {
        stack.start();
        var minutes = Math.toIntExact(warmUp.plus(measured).plusSeconds(59).toMinutes());
        try (var fleet = new SteadyFleet(stack.url(), key.text(), instances, minutes)) {
          measure(stack, fleet);
        }
      }
    }
    // Only where all went well: otherwise the logs may say what did not.
    Folders.delete(folder);
  }

  private void measure(PipelineStack stack, SteadyFleet fleet)
      throws IOException, InterruptedException {
    out.printf(
        "%,d instances send once a minute: %s to warm up, %s measured%n",
        instances, warmUp, measured);
    fleet.start();
    Thread.sleep(warmUp);
    var began = System.nanoTime();
    var acceptedBefore = fleet.accepted();
    var before = cpu(stack.processes());
    Thread.sleep(measured);
    var after = cpu(stack.processes());
    var heartbeats = fleet.accepted() - acceptedBefore;
    var seconds = (System.nanoTime() - began) / 1e9;
    for (var sink : SINKS) {
      out.printf("%s is %,d heartbeats behind%n", sink, fleet.accepted() - stack.written(sink));
    }
    fleet.finish();
    awaitRows(stack, fleet);
    print(before, after, heartbeats, seconds, fleet);
  }

  private void awaitRows(PipelineStack stack, SteadyFleet fleet)
      throws IOException, InterruptedException {
    var end = System.nanoTime() + REST_MAX.toNanos();
    for (var sink : SINKS) {
      while (stack.written(sink) < fleet.accepted()) {
        if (System.nanoTime() > end) {
          throw new IOException(
              "%s has %,d of %,d heartbeats"
                  .formatted(sink, stack.written(sink), fleet.accepted()));
        }
        Thread.sleep(LOOK);
      }
    }
  }

  private void print(
      Map<String, Duration> before,
      Map<String, Duration> after,
      long heartbeats,
      double seconds,
      SteadyFleet fleet) {
    var whole = 0.0;
    for (var process : after.keySet()) {
      var used = after.get(process).minus(before.get(process)).toMillis() / 1e3;
      whole += used;
      out.printf(
          "  %-11s %.3f CPU-s per 1,000 heartbeats, %4.1f %% of a core%n",
          process, 1_000 * used / heartbeats, 100 * used / seconds);
    }
    var cores = Runtime.getRuntime().availableProcessors();
    var each = whole / heartbeats;
    var fleetSize = HALF * cores / each * PER_MINUTE;
    out.printf(
        "accepted %,d (%.0f/s), refused %,d, the latest sent %d ms late; all rows are in both stores%n",
        fleet.accepted(), heartbeats / seconds, fleet.refused(), fleet.latest().toMillis());
    out.printf(
        "whole pipeline %.3f CPU-s per 1,000 heartbeats; %,d cores are %.0f %% busy with it%n",
        1_000 * each, cores, 100 * whole / seconds / cores);
    out.printf("half of %,d cores: %,.0f instances at 60 s%n", cores, fleetSize);
    out.printf("ratio pipeline %.2f goal 1.00%n", fleetSize / GOAL_INSTANCES);
  }

  private static Map<String, Duration> cpu(Map<String, ProcessTree> processes) throws IOException {
    var used = new LinkedHashMap<String, Duration>();
    for (var process : processes.entrySet()) {
      used.put(process.getKey(), process.getValue().cpu());
    }
    return used;
  }
}
