package dev.fleetpulse.load.bench;

import dev.fleetpulse.load.bench.ingest.IngestBench;
import dev.fleetpulse.load.bench.signature.SignatureBench;
import dev.fleetpulse.load.bench.sinks.ClickHouseSinkBench;
import dev.fleetpulse.load.bench.sinks.TimescaleSinkBench;
import dev.fleetpulse.load.bench.usage.UsageBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./fleetpulse bench NAME}: measures one part on this machine and prints, last, {@code ratio
 * NAME VALUE goal GOAL}.
 *
 * <p>Ends with 0 if everything was measured, whether or not the goal was reached, and with 1 if it
 * could not be.
 */
@Command(
    name = "fleetpulse bench",
    sortOptions = false,
    description = "Measures a part against the raw limit under it, on this machine in one run.")
public final class BenchMain implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      converter = NameConverter.class,
      description = "What is measured: ${COMPLETION-CANDIDATES}.")
  private Name name;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often each side is measured, in turns (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--round",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "ingest: how long each measurement takes (${DEFAULT-VALUE}).")
  private Duration round;

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      defaultValue = "PT90S",
      description = "How long each side works before it is measured (${DEFAULT-VALUE}).")
  private Duration warmUp;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "2000",
      description = "usage and the sinks: how many instances send (${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many heartbeats each of them sends (usage: 300, the sinks: 100).")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "usage: where the flight recorder of the topology writes.")
  private Optional<Path> profile = Optional.empty();

  @Option(names = "--repository", hidden = true, required = true)
  private Path repository;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Shows this and ends.")
  @SuppressWarnings("UnusedVariable") // Only picocli itself reads it.
  private boolean helpWanted;

  /** The benchmarks there are. */
  @SuppressWarnings("UnusedVariable") // Chosen by its name on the command line.
  private enum Name {
    ingest,
    usage,
    signature,
    timescaleSink,
    clickhouseSink;

    /** As it is written on the command line: in small letters, with a hyphen between words. */
    @Override
    public String toString() {
      return name().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
  }

  /** Takes names as they are printed. */
  private static final class NameConverter implements CommandLine.ITypeConverter<Name> {
    @Override
    public Name convert(String text) {
      return Arrays.stream(Name.values())
          .filter(name -> name.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new CommandLine.TypeConversionException(
                      "expected one of %s, not '%s'"
                          .formatted(Arrays.toString(Name.values()), text)));
    }
  }

  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new BenchMain())
            .setExecutionExceptionHandler(
                (failure, commandLine, _) -> {
                  failure.printStackTrace(commandLine.getErr());
                  return CommandLine.ExitCode.SOFTWARE;
                })
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    switch (name) {
      case ingest -> new IngestBench(repository, warmUp, rounds, round, System.out).run();
      case usage ->
          new UsageBench(repository, instances, samples.orElse(300), rounds, profile, System.out)
              .run();
      case signature -> new SignatureBench(System.out).run();
      case timescaleSink ->
          new TimescaleSinkBench(repository, rounds, instances, samples.orElse(100), System.out)
              .run();
      case clickhouseSink ->
          new ClickHouseSinkBench(repository, rounds, instances, samples.orElse(100), System.out)
              .run();
    }
    return CommandLine.ExitCode.OK;
  }
}
