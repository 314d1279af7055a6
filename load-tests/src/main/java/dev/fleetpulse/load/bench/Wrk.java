package dev.fleetpulse.load.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs the load generator wrk, which takes little of the processor itself. */
public final class Wrk {
  private static final int THREADS = 1;

  /** What the scripts print at the end. */
  private static final Pattern SUMMARY =
      Pattern.compile(
          "^summary requests=(\\d+) micros=(\\d+) refused=(\\d+) broken=(\\d+) p50=(\\d+) p99=(\\d+)$",
          Pattern.MULTILINE);

  private final Path program;
  private final int connections;

  /**
   * Starts nothing.
   *
   * @param program the executable
   * @param connections kept open, each with one request at a time
   */
  public Wrk(Path program, int connections) {
    this.program = program;
    this.connections = connections;
  }

  /**
   * What one run measured.
   *
   * @param refused answers with a status of 400 or more
   * @param broken connections that failed and requests that timed out
   */
  public record Result(
      long requests, Duration took, long refused, long broken, Duration p50, Duration p99) {
    /** Requests per second. */
    public double rate() {
      return requests / (took.toNanos() / 1e9);
    }
  }

  /**
   * Sends for some time.
   *
   * @param script Lua, which makes the requests and prints the summary
   * @param arguments of the script
   */
  public Result run(URI url, Path script, Duration time, List<String> arguments)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--threads=" + THREADS,
                "--connections=" + connections,
                "--duration=" + time.toSeconds() + "s",
                "--timeout=10s",
                "--script=" + script,
                url.toString(),
                "--"));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      var text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("wrk failed:\n" + text);
      }
      return result(text);
    } finally {
      process.destroy();
    }
  }

  private static Result result(String text) throws IOException {
    var summary = SUMMARY.matcher(text);
    if (!summary.find()) {
      throw new IOException("wrk printed no summary:\n" + text);
    }
    return new Result(
        Long.parseLong(summary.group(1)),
        micros(summary.group(2)),
        Long.parseLong(summary.group(3)),
        Long.parseLong(summary.group(4)),
        micros(summary.group(5)),
        micros(summary.group(6)));
  }

  private static Duration micros(String text) {
    return Duration.ofNanos(Long.parseLong(text) * 1000);
  }
}
