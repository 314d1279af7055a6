package dev.fleetpulse.load.bench.status;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.bench.Spread;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tick in which nothing is due costs with 1,000, 10,000 and 100,000 instances, in turns; how
 * long the work takes when all of the largest fleet expire at once, and what a heartbeat waits
 * meanwhile; and what an instance's state takes.
 */
public final class StatusBench {
  private static final String GOAL = "1.5";
  private static final List<Integer> SIZES = List.of(1_000, 10_000, 100_000);
  private static final int WARM_UP_ROUNDS = 3;
  private static final int TICKS_PER_ROUND = 4_000;

  /** Far below the threshold over all rounds, so that nothing comes due. */
  private static final Duration BETWEEN_TICKS = Duration.ofMillis(1);

  private static final int LIVING = 20;
  private static final int BEATS_EVERY = 30;
  private static final double NANOS_PER_MICRO = 1_000.0;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int rounds;
  private final PrintStream out;

  /** Measures nothing yet. */
  public StatusBench(int rounds, PrintStream out) {
    this.rounds = rounds;
    this.out = out;
  }

  /** Measures, prints, and leaves nothing. */
  public void run() throws IOException {
    var folder = Files.createTempDirectory("fleetpulse-bench-");
    var fleets = new ArrayList<StatusFleet>();
    try {
      for (var size : SIZES) {
        out.printf("Hearing %,d instances%n", size);
        fleets.add(new StatusFleet(size, folder));
      }
      var ratio = ticks(fleets);
      expire(fleets.getLast());
      for (var fleet : fleets) {
        out.printf(
            "%,9d instances: %,.0f bytes of state each%n", fleet.instances(), fleet.stateBytes());
      }
      out.printf("ratio status %.2f goal %s%n", ratio, GOAL);
    } finally {
      fleets.forEach(StatusFleet::close);
      Folders.delete(folder);
    }
  }

  private double ticks(List<StatusFleet> fleets) {
    out.printf("%d rounds of %,d ticks in which nothing is due%n", rounds, TICKS_PER_ROUND);
    for (var round = 0; round < WARM_UP_ROUNDS; round++) {
      fleets.forEach(StatusBench::round);
    }
    var costs = new ArrayList<List<Double>>();
    fleets.forEach(fleet -> costs.add(new ArrayList<>()));
    var ratios = new ArrayList<Double>();
    for (var round = 0; round < rounds; round++) {
      for (var index = 0; index < fleets.size(); index++) {
        costs.get(index).add(round(fleets.get(index)));
      }
      ratios.add(costs.getLast().getLast() / costs.getFirst().getLast());
    }
    for (var index = 0; index < fleets.size(); index++) {
      out.printf(
          "%,9d instances: %s microseconds a tick%n",
          fleets.get(index).instances(), Spread.of(costs.get(index)).text("%.1f"));
    }
    out.println("100,000 to 1,000: " + Spread.of(ratios).text("%.2f"));
    return Spread.of(ratios).median();
  }

  /** Microseconds for one tick. */
  private static double round(StatusFleet fleet) {
    var began = System.nanoTime();
    for (var tick = 0; tick < TICKS_PER_ROUND; tick++) {
      fleet.tick(BETWEEN_TICKS);
    }
    var micros = (System.nanoTime() - began) / NANOS_PER_MICRO / TICKS_PER_ROUND;
    if (fleet.changes() > 0) {
      throw new IllegalStateException("Something was due");
    }
    fleet.drain();
    return micros;
  }

  /**
   * One tick a second, as one ingest process sends, and heartbeats of a few who live in between.
   */
  private void expire(StatusFleet fleet) {
    var dying = fleet.instances() - LIVING;
    var down = 0L;
    var ticks = 0;
    var work = 0L;
    var slowestTick = 0L;
    var slowestBeat = 0L;
    for (var second = 0; down < dying; second++) {
      var began = System.nanoTime();
      fleet.tick(Duration.ofSeconds(1));
      var tick = System.nanoTime() - began;
      var beats = 0L;
      for (var number = 0; number < LIVING && (second % BEATS_EVERY == 0 || down > 0); number++) {
        var beatBegan = System.nanoTime();
        fleet.beat(number);
        var beat = System.nanoTime() - beatBegan;
        beats += beat;
        slowestBeat = down > 0 ? Math.max(slowestBeat, beat) : 0;
      }
      down += fleet.changes();
      fleet.drain();
      if (down > 0) {
        ticks++;
        work += tick + beats;
        slowestTick = Math.max(slowestTick, tick);
      }
    }
    out.printf(
        "%,d instances expired at once, in one partition: %.1f s of work in %d ticks; slowest tick"
            + " %.0f ms, slowest heartbeat in between %.1f ms%n",
        down,
        work / NANOS_PER_SECOND,
        ticks,
        slowestTick / NANOS_PER_MICRO / 1_000,
        slowestBeat / NANOS_PER_MICRO / 1_000);
  }
}
