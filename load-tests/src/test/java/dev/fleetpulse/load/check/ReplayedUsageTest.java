package dev.fleetpulse.load.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.load.recording.Part;
import dev.fleetpulse.load.recording.RecordedFiles;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever is recorded: the counters in the heartbeats come to the recorded requests. */
class ReplayedUsageTest {
  private static final Shift SHIFT = new Shift(Instant.parse("2026-11-21T12:00:00Z"));

  private static Path folder;

  record Report(long timeMs, int machine) {}

  record Request(long timeMs, boolean chat, long input, long output) {}

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("recorded");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Property(tries = 200)
  void noRequestIsLostOrCountedTwice(
      @ForAll("reports") List<Report> reports, @ForAll("requests") List<Request> requests) {
    var files = new RecordedFiles(folder);
    var machines =
        files.write(
            "m.jsonl",
            reports.stream()
                .map(report -> RecordedFiles.machine(report.timeMs, "vm_1_" + report.machine))
                .toList());
    var usage =
        files.write(
            "u.jsonl",
            requests.stream()
                .map(
                    request ->
                        RecordedFiles.request(
                            request.timeMs,
                            request.chat ? "conv" : "code",
                            request.input,
                            request.output))
                .toList());

    var oracle = Oracle.of(Recording.of(List.of(machines, usage), Part.ALL), SHIFT);

    var input = requests.stream().mapToLong(Request::input).sum();
    var output = requests.stream().mapToLong(Request::output).sum();
    assertThat(oracle.figures().tokens()).isEqualTo(input + output);
    assertThat(oracle.figures().calls()).isEqualTo(requests.size());
    assertThat(oracle.figures().cost())
        .isEqualByComparingTo(BigDecimal.valueOf(150 * input + 600 * output, 9));
    assertThat(oracle.figures().heartbeats()).isEqualTo(reports.size());
  }

  /** Reports of which each machine has at most one a millisecond, and one machine at least two. */
  @Provide
  Arbitrary<List<Report>> reports() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 100_000), Arbitraries.integers().between(1, 5))
        .as(Report::new)
        .list()
        .ofMinSize(6)
        .ofMaxSize(60)
        .uniqueElements()
        .map(reports -> sorted(reports, Report::timeMs));
  }

  @Provide
  Arbitrary<List<Request>> requests() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 50_000),
            Arbitraries.of(true, false),
            Arbitraries.longs().between(0, 100_000),
            Arbitraries.longs().between(0, 100_000))
        .as(Request::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(requests -> sorted(requests, Request::timeMs));
  }

  private static <T> List<T> sorted(List<T> things, ToLongFunction<T> time) {
    return things.stream().sorted(Comparator.comparingLong(time)).toList();
  }
}
