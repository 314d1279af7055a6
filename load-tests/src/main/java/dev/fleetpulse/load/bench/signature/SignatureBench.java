package dev.fleetpulse.load.bench.signature;

import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Signs made-up traces of 30 frames and compares with a plain rule of regular expressions in the
 * same run; then texts of 1 to 64 KB, to show that time grows with length whatever the text is.
 */
public final class SignatureBench {
  private static final String GOAL = "5";
  private static final List<String> SIZES = List.of("1", "4", "16", "64");

  private final PrintStream out;

  /** Measures nothing yet. */
  public SignatureBench(PrintStream out) {
    this.out = out;
  }

  /** Measures for about two and a half minutes and prints. */
  public void run() throws RunnerException {
    out.println("Signing made-up traces of 30 frames, two forks of each");
    var traces =
        measure(".*SignatureBenchmark.(signature|regexReference)", 2, 800)
            .warmupIterations(3)
            .build();
    var ratio = compare(new Runner(traces).run());
    out.println("Signing texts of 1 to 64 KB");
    var sizes = measure(".*SignatureBenchmark.sized", 1, 250).warmupIterations(2).build();
    printSizes(new Runner(sizes).run());
    out.printf(Locale.ROOT, "ratio signature %.1f goal %s%n", ratio, GOAL);
  }

  private static ChainedOptionsBuilder measure(String benchmarks, int forks, int iterationMs) {
    return new OptionsBuilder()
        .include(benchmarks)
        .forks(forks)
        .measurementIterations(3)
        .warmupTime(TimeValue.milliseconds(iterationMs))
        .measurementTime(TimeValue.milliseconds(iterationMs))
        .jvmArgs("-Xmx512m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  /** The ratio is that of the traces signed in a second, taking one of each language in turn. */
  private double compare(Collection<RunResult> results) {
    var signature = byLanguage(results, "signature");
    var reference = byLanguage(results, "regexReference");
    out.printf("%-10s %14s %14s %16s%n", "30 frames", "signature", "regex", "times as fast");
    signature.forEach(
        (language, microseconds) ->
            out.printf(
                Locale.ROOT,
                "%-10s %11.1f us %11.1f us %16.1f%n",
                language,
                microseconds,
                reference.get(language),
                reference.get(language) / microseconds));
    var ours = perSecond(signature);
    var theirs = perSecond(reference);
    var ratio = ours / theirs;
    out.printf(Locale.ROOT, "traces/s   %,14.0f %,14.0f %16.1f%n%n", ours, theirs, ratio);
    return ratio;
  }

  private static double perSecond(Map<String, Double> microseconds) {
    var sum = microseconds.values().stream().mapToDouble(Double::doubleValue).sum();
    return microseconds.size() * 1_000_000.0 / sum;
  }

  private static Map<String, Double> byLanguage(Collection<RunResult> results, String benchmark) {
    var times = new TreeMap<String, Double>();
    for (var result : results) {
      if (result.getParams().getBenchmark().endsWith("." + benchmark)) {
        times.put(result.getParams().getParam("language"), score(result));
      }
    }
    return times;
  }

  private static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  private void printSizes(Collection<RunResult> results) {
    var times = new TreeMap<String, Map<String, Double>>();
    for (var result : results) {
      times
          .computeIfAbsent(result.getParams().getParam("kind"), _ -> new TreeMap<>())
          .put(result.getParams().getParam("kib"), score(result));
    }
    out.printf("%-10s", "us of KB");
    SIZES.forEach(size -> out.printf("%10s", size));
    out.printf("%14s%n", "us/KB at 64");
    times.forEach(
        (kind, bySize) -> {
          out.printf("%-10s", kind);
          SIZES.forEach(size -> out.printf(Locale.ROOT, "%10.1f", bySize.get(size)));
          out.printf(Locale.ROOT, "%14.1f%n", bySize.get("64") / 64);
        });
  }
}
