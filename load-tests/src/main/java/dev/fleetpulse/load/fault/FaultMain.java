package dev.fleetpulse.load.fault;

import dev.fleetpulse.devstack.Folders;
import dev.fleetpulse.load.fault.errors.ErrorsFault;
import dev.fleetpulse.load.fault.outage.OutageFault;
import dev.fleetpulse.load.fault.outage.OutageStack;
import dev.fleetpulse.load.fault.query.QueryFault;
import dev.fleetpulse.load.fault.query.QueryStack;
import dev.fleetpulse.load.fault.stores.StoreFault;
import dev.fleetpulse.load.fault.usage.UsageFault;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.OwnRegistry;
import dev.fleetpulse.load.stack.ProcessingStack;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * {@code ./fleetpulse fault}: breaks a Fleetpulse of its own, with real processes, and counts what
 * is left.
 *
 * <p>Ends with 0 if everything held, with 1 if not, and with 2 if it could not begin. Data and logs
 * stay where something did not hold.
 */
@Command(
    name = "fleetpulse fault",
    sortOptions = false,
    description =
        "Starts a broker, a registry and ingest of its own, breaks them on purpose and counts what"
            + " is left.")
public final class FaultMain {
  private static final Duration READY_MAX = Duration.ofSeconds(10);
  private static final int KEYS_MAX = 1_000_000;
  private static final long HEAP_BYTES_MAX = 512L * 1024 * 1024;

  private final PrintStream out;

  @Option(names = "--repository", hidden = true, required = true)
  private Path repository;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this and ends.")
  @SuppressWarnings("UnusedVariable") // Only picocli itself reads it.
  private boolean helpWanted;

  private FaultMain(PrintStream out) {
    this.out = out;
  }

  public static void main(String... arguments) {
    System.exit(
        new CommandLine(new FaultMain(System.out))
            .setExecutionExceptionHandler(
                (failure, commandLine, _) -> {
                  if (failure instanceof IllegalArgumentException) {
                    commandLine.getErr().println("fault: " + failure.getMessage());
                    return ExitCode.USAGE;
                  }
                  throw failure;
                })
            .execute(arguments));
  }

  @Command(
      name = "ingest",
      sortOptions = false,
      description =
          "Kills ingest and the broker under load. Everything that was acknowledged must be in the"
              + " log, and count once.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int ingest(
      @Option(
              names = "--outage",
              paramLabel = "DURATION",
              defaultValue = "PT60S",
              description = "How long the broker is away (${DEFAULT-VALUE}).")
          Duration outage,
      @Option(
              names = "--instances",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How many instances send a heartbeat each second (${DEFAULT-VALUE}).")
          int instances,
      @Option(
              names = "--kills",
              paramLabel = "N",
              defaultValue = "4",
              description = "How often ingest is killed (${DEFAULT-VALUE}).")
          int kills)
      throws Exception {
    var plan =
        new IngestFault.Plan(
            instances, Duration.ofSeconds(1), Duration.ofSeconds(5), outage, kills);
    return onStack(
        stack -> {
          var outcome = new IngestFault(stack, plan, out).run();
          out.print(outcome.text());
          return outcome.holds();
        });
  }

  @Command(
      name = "keys",
      sortOptions = false,
      description =
          "Gives each instance a key of its own, and measures how long ingest needs to know them"
              + " and how much memory it takes.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int keys(
      @Option(
              names = "--keys",
              paramLabel = "N",
              defaultValue = "100000",
              description = "How many keys and instances there are (${DEFAULT-VALUE}).")
          int keys)
      throws Exception {
    if (keys < 1 || keys > KEYS_MAX) {
      throw new IllegalArgumentException(
          "--keys must be from 1 to %d: %d".formatted(KEYS_MAX, keys));
    }
    return onStack(
        stack -> {
          var outcome = new ManyKeys(stack, keys, keys, out).run();
          out.print(outcome.text());
          return outcome.acknowledged() == keys
              && outcome.ready().compareTo(READY_MAX) <= 0
              && outcome.heapMax() <= HEAP_BYTES_MAX;
        });
  }

  @Command(
      name = "stores",
      sortOptions = false,
      description =
          "Kills ClickHouse and then TimescaleDB under a steady flow of heartbeats. Both must have"
              + " all of them in the end, catch up fast, and not hold up each other.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int stores(
      @Option(
              names = "--outage",
              paramLabel = "DURATION",
              defaultValue = "PT10M",
              description = "How long each store is away (${DEFAULT-VALUE}).")
          Duration outage,
      @Option(
              names = "--rate",
              paramLabel = "N",
              defaultValue = "1000",
              description = "Heartbeats a second (${DEFAULT-VALUE}).")
          int rate)
      throws Exception {
    var plan = new StoreFault.Plan(rate, outage);
    return inFolder(
        (registry, folder) -> {
          try (var stack =
              ProcessingStack.asInProduction(classPaths(), registry, folder, Map.of())) {
            var outcome = new StoreFault(stack, plan, out).run();
            out.print(outcome.text());
            return outcome.complete() && outcome.othersUnaffected() && outcome.drainedFast();
          }
        });
  }

  @Command(
      name = "usage",
      sortOptions = false,
      description =
          "Kills streams-app, the broker, TimescaleDB and ClickHouse in turn under a steady replay."
              + " Both stores must then hold exactly what an oracle makes of the log.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int usage(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "20",
              description = "How often something is killed (${DEFAULT-VALUE}).")
          int rounds,
      @Mixin Sending sending)
      throws Exception {
    var plan = sending.rounds(rounds);
    return onProcessing(
        stack -> {
          var outcome = new UsageFault(stack, plan, out).run();
          out.print(outcome.text());
          return outcome.holds();
        });
  }

  @Command(
      name = "errors",
      sortOptions = false,
      description =
          "Kills streams-app, the broker, TimescaleDB and ClickHouse in turn under steady errors."
              + " Groups and hours must then be exactly what an oracle makes of the log.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int errors(
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "10",
              description = "How often something is killed (${DEFAULT-VALUE}).")
          int rounds,
      @Mixin Sending sending)
      throws Exception {
    var plan = sending.rounds(rounds);
    return onProcessing(
        stack -> {
          var outcome = new ErrorsFault(stack, plan, out).run();
          out.print(outcome.text());
          return outcome.holds();
        });
  }

  @Command(
      name = "outage",
      sortOptions = false,
      description =
          "Takes ingest away from a fleet of which some die meanwhile, and kills streams-app."
              + " Everybody must be shown as unknown, nobody as down, and then exactly those who"
              + " died must be found.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int outage(
      @Option(
              names = "--outage",
              paramLabel = "DURATION",
              defaultValue = "PT5M",
              description = "How long ingest is away (${DEFAULT-VALUE}).")
          Duration outage,
      @Option(
              names = "--instances",
              paramLabel = "N",
              defaultValue = "2000",
              description = "How many instances there are (${DEFAULT-VALUE}).")
          int instances,
      @Option(
              names = "--dying",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many of them die meanwhile (${DEFAULT-VALUE}).")
          int dying,
      @Option(
              names = "--interval",
              paramLabel = "DURATION",
              defaultValue = "PT60S",
              description = "Between two heartbeats of an instance (${DEFAULT-VALUE}).")
          Duration interval,
      @Option(
              names = "--down-after",
              paramLabel = "DURATION",
              defaultValue = "PT180S",
              description = "Silence after which one counts as down (${DEFAULT-VALUE}).")
          Duration downAfter)
      throws Exception {
    var plan = new OutageFault.Plan(instances, dying, outage, interval, downAfter);
    return inFolder(
        (registry, folder) -> {
          try (var stack = new OutageStack(classPaths(), registry, folder, downAfter)) {
            var outcome = new OutageFault(stack, plan, out).run();
            out.print(outcome.text());
            return outcome.holds();
          }
        });
  }

  @Command(
      name = "query",
      sortOptions = false,
      description =
          "Kills ClickHouse and then TimescaleDB under readers. What the other one or the memory"
              + " knows must be answered, the rest must say who is away, and all must come back.")
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int query(
      @Option(
              names = "--outage",
              paramLabel = "DURATION",
              defaultValue = "PT30S",
              description = "How long each store is away (${DEFAULT-VALUE}).")
          Duration outage)
      throws Exception {
    return inFolder(
        (registry, folder) -> {
          try (var stack = new QueryStack(classPaths(), registry, folder)) {
            var outcome = new QueryFault(stack, outage, out).run();
            out.print(outcome.text());
            return outcome.holds();
          }
        });
  }

  /** What flows while something is killed. */
  private static final class Sending {
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration CALM = Duration.ofSeconds(3);

    @Option(
        names = "--instances",
        paramLabel = "N",
        defaultValue = "100",
        description = "How many instances there are (${DEFAULT-VALUE}).")
    private int instances;

    @Option(
        names = "--rate",
        paramLabel = "N",
        defaultValue = "300",
        description = "How many records a second they write (${DEFAULT-VALUE}).")
    private int rate;

    Rounds rounds(int count) {
      return new Rounds(count, instances, rate, AWAY, CALM);
    }
  }

  /** Says whether what it was about held. */
  @FunctionalInterface
  private interface Scenario<S> {
    boolean holdsOn(S stack) throws Exception;
  }

  /** The same, of a scenario that has a stack of its own in the folder. */
  @FunctionalInterface
  private interface OwnStack {
    boolean holds(String registryUrl, Path folder) throws Exception;
  }

  private ClassPaths classPaths() {
    return ClassPaths.built(repository);
  }

  private int onStack(Scenario<FaultStack> scenario) throws Exception {
    return inFolder(
        (registryUrl, folder) -> {
          try (var stack = new FaultStack(classPaths(), registryUrl, folder)) {
            return scenario.holdsOn(stack);
          }
        });
  }

  private int onProcessing(Scenario<ProcessingStack> scenario) throws Exception {
    return inFolder(
        (registryUrl, folder) -> {
          try (var stack = ProcessingStack.hurried(classPaths(), registryUrl, folder)) {
            return scenario.holdsOn(stack);
          }
        });
  }

  private int inFolder(OwnStack scenario) throws Exception {
    var folder = Files.createTempDirectory("fleetpulse-fault-");
    out.println("Data and logs are in " + folder);
    boolean held;
    try (var registry = new OwnRegistry(folder)) {
      registry.start();
      held = scenario.holds(registry.url(), folder);
    }
    if (!held) {
      out.println("It did NOT hold; see " + folder);
      return ExitCode.SOFTWARE;
    }
    Folders.delete(folder);
    out.println("It held");
    return ExitCode.OK;
  }
}
