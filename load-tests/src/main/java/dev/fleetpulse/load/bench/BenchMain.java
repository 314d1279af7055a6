package dev.fleetpulse.load.bench;

import dev.fleetpulse.load.bench.ingest.IngestBench;
import dev.fleetpulse.load.bench.live.LiveBench;
import dev.fleetpulse.load.bench.pipeline.PipelineBench;
import dev.fleetpulse.load.bench.query.QueryBench;
import dev.fleetpulse.load.bench.signature.SignatureBench;
import dev.fleetpulse.load.bench.sinks.ClickHouseSinkBench;
import dev.fleetpulse.load.bench.sinks.TimescaleSinkBench;
import dev.fleetpulse.load.bench.status.StatusBench;
import dev.fleetpulse.load.bench.topology.ErrorLoad;
import dev.fleetpulse.load.bench.topology.HeartbeatLoad;
import dev.fleetpulse.load.bench.topology.Load;
import dev.fleetpulse.load.bench.topology.StormBench;
import dev.fleetpulse.load.bench.topology.TopologyBench;
import dev.fleetpulse.load.bench.topology.TopologyBench.Comparison;
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
  private static final Duration INGEST = Duration.ofSeconds(10);
  private static final Duration PIPELINE = Duration.ofMinutes(3);
  private static final Duration LIVE = Duration.ofSeconds(40);

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
      description = "How long each measurement takes (ingest: PT10S, pipeline: PT3M, live: PT40S).")
  private Optional<Duration> round = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "DURATION",
      defaultValue = "PT90S",
      description = "How long each side works before it is measured (${DEFAULT-VALUE}).")
  private Duration warmUp;

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "How many instances send (usage, errors and the sinks: 2000, pipeline and query: 100000).")
  private Optional<Integer> instances = Optional.empty();

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "1000",
      description = "live: how many clients read what they are told (${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many heartbeats each of them sends (usage: 300, the sinks: 100).")
  private Optional<Integer> samples = Optional.empty();

  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many errors there are (errors: 400,000, error-storm: 1,000,000).")
  private Optional<Integer> records = Optional.empty();

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "7",
      description = "query: days of rollups in both stores (${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--history-days",
      paramLabel = "N",
      defaultValue = "30",
      description = "query: days of rollups in ClickHouse (${DEFAULT-VALUE}).")
  private int historyDays;

  @Option(
      names = "--storm-instances",
      paramLabel = "N",
      defaultValue = "1",
      description = "error-storm: how many instances report the storm (${DEFAULT-VALUE}).")
  private int stormInstances;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description = "usage and errors: where the flight recorder of the topology writes.")
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
    status,
    errors,
    errorStorm,
    signature,
    timescaleSink,
    clickhouseSink,
    pipeline,
    query,
    live;

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
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    switch (name) {
      case ingest ->
          new IngestBench(repository, warmUp, rounds, round.orElse(INGEST), System.out).run();
      case usage ->
          topology(
              Comparison.usage, new HeartbeatLoad(instances.orElse(2_000), samples.orElse(300)));
      case errors ->
          topology(
              Comparison.errors, new ErrorLoad(instances.orElse(2_000), records.orElse(400_000)));
      case errorStorm ->
          new StormBench(repository, records.orElse(1_000_000), stormInstances, System.out).run();
      case status -> new StatusBench(rounds, System.out).run();
      case signature -> new SignatureBench(System.out).run();
      case timescaleSink ->
          new TimescaleSinkBench(
                  repository, rounds, instances.orElse(2_000), samples.orElse(100), System.out)
              .run();
      case clickhouseSink ->
          new ClickHouseSinkBench(
                  repository, rounds, instances.orElse(2_000), samples.orElse(100), System.out)
              .run();
      case pipeline ->
          new PipelineBench(
                  repository, instances.orElse(100_000), warmUp, round.orElse(PIPELINE), System.out)
              .run();
      case query ->
          new QueryBench(repository, instances.orElse(100_000), days, historyDays, System.out)
              .run();
      case live -> new LiveBench(repository, clients, warmUp, round.orElse(LIVE), System.out).run();
    }
    return CommandLine.ExitCode.OK;
  }

  private void topology(Comparison comparison, Load load) throws Exception {
    new TopologyBench(repository, comparison, load, rounds, profile, System.out).run();
  }
}
