package dev.fleetpulse.load.bench.sinks;

import dev.fleetpulse.load.bench.Spread;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures several ways of writing the same rows in turns. */
final class Comparison {
  private final PrintStream out;
  private final Map<String, Side> sides = new LinkedHashMap<>();
  private final Map<String, List<Measured>> measured = new LinkedHashMap<>();

  /** One way. */
  @FunctionalInterface
  interface Side {
    Measured measure() throws Exception;
  }

  Comparison(PrintStream out) {
    this.out = out;
  }

  Comparison with(String name, Side side) {
    sides.put(name, side);
    measured.put(name, new ArrayList<>());
    return this;
  }

  /** Measures each side so often, all of them in each round. */
  void run(int rounds) throws Exception {
    for (var i = 0; i < rounds; i++) {
      for (var side : sides.entrySet()) {
        var one = side.getValue().measure();
        out.printf("  %-12s %s%n", side.getKey(), one.text());
        measured.get(side.getKey()).add(one);
      }
    }
    measured.forEach(
        (name, all) ->
            out.printf(
                "%-12s rows/s %s, CPU-s per 1,000 rows %s%n",
                name,
                Spread.of(all.stream().map(Measured::rowsPerSecond).toList()).text("%,.0f"),
                Spread.of(all.stream().map(Measured::cpuSecondsPerThousand).toList())
                    .text("%.4f")));
  }

  /** The rate of one side by that of the other, round by round. */
  Spread ratio(String name, String limit) {
    var ratios = new ArrayList<Double>();
    for (var i = 0; i < measured.get(name).size(); i++) {
      ratios.add(
          measured.get(name).get(i).rowsPerSecond() / measured.get(limit).get(i).rowsPerSecond());
    }
    return Spread.of(ratios);
  }
}
