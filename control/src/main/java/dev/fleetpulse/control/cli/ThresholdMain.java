package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.Thresholds;
import dev.fleetpulse.service.Env;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Sets, lists and takes back after how much silence instances count as down, by reading and writing
 * the control topic itself.
 */
@Command(
    name = "fleetpulse threshold",
    description = "After how much silence instances count as down, by tenant and app.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "set|list|remove")
public final class ThresholdMain implements Runnable {
  @Spec private CommandSpec spec;

  private ThresholdMain() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Env(System.getenv()), InstantSource.system(), out, err, arguments));
  }

  /** The exit code: 0 for done, 1 for not done, 2 for an order nobody can fill. */
  static int run(
      Env env, InstantSource clock, PrintWriter out, PrintWriter err, String... arguments) {
    var control = new ControlTopic("threshold", env, clock);
    return new CommandLine(new ThresholdMain())
        .addSubcommand(new SetThreshold(control, err))
        .addSubcommand(new ListThresholds(control, out))
        .addSubcommand(new RemoveThreshold(control, err))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, _, _) -> Failures.told("threshold", failure, err))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: set, list, remove");
  }

  /** Whose threshold a command is about. */
  private static final class Whose {
    private static final int NAME_MAX = 128;

    @CommandLine.Mixin private final TenantOption tenant = new TenantOption();

    @Option(
        names = "--app",
        paramLabel = "APP",
        description = "Only of this app; otherwise of all that have none of their own.")
    private String app;

    Thresholds.Scope scope() {
      var whose = tenant.name();
      if (app != null && (app.isBlank() || app.length() > NAME_MAX)) {
        throw new IllegalArgumentException(
            "--app must have 1 to %d characters: %s".formatted(NAME_MAX, app));
      }
      return new Thresholds.Scope(whose, Optional.ofNullable(app));
    }
  }

  @Command(
      name = "set",
      description = "Sets it; counts for an instance from its next heartbeat on.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  private static final class SetThreshold implements Callable<Integer> {
    @CommandLine.Mixin private final Whose whose = new Whose();

    @Option(
        names = "--after",
        paramLabel = "DURATION",
        required = true,
        description = "How much silence, ISO 8601, from PT30S to P1D.")
    private Duration after;

    private final ControlTopic control;
    private final PrintWriter err;

    SetThreshold(ControlTopic control, PrintWriter err) {
      this.control = control;
      this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
      var scope = whose.scope();
      return control.runOnThresholds(
          (_, writer) -> {
            control.take(
                scope.tenant(),
                "threshold.set",
                scope.toString(),
                Map.of("after", after.toString()));
            writer.set(scope, after);
            err.printf(
                "Instances of %s count as down after %s, each from its next heartbeat on%n",
                scope, after);
            return 0;
          });
    }
  }

  @Command(
      name = "list",
      description = "Lists those that are set; otherwise ingest's own setting counts.",
      mixinStandardHelpOptions = true)
  private static final class ListThresholds implements Callable<Integer> {
    private static final String ROW = "%-24s  %-24s  %-10s  %-20s  %s%n";

    private final ControlTopic control;
    private final PrintWriter out;

    ListThresholds(ControlTopic control, PrintWriter out) {
      this.control = control;
      this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
      return control.runOnThresholds(
          (thresholds, _) -> {
            out.printf(ROW, "TENANT", "APP", "AFTER", "SET", "BY");
            thresholds
                .entries()
                .sorted(Comparator.comparing(entry -> entry.scope().toString()))
                .forEach(
                    entry ->
                        out.printf(
                            ROW,
                            entry.scope().tenant(),
                            entry.scope().app().orElse("-"),
                            entry.downAfter(),
                            entry.setAt().truncatedTo(ChronoUnit.SECONDS),
                            entry.setBy()));
            return 0;
          });
    }
  }

  @Command(
      name = "remove",
      description = "Takes one back.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  private static final class RemoveThreshold implements Callable<Integer> {
    @CommandLine.Mixin private final Whose whose = new Whose();

    private final ControlTopic control;
    private final PrintWriter err;

    RemoveThreshold(ControlTopic control, PrintWriter err) {
      this.control = control;
      this.err = err;
    }

    @Override
    public Integer call() throws InterruptedException {
      var scope = whose.scope();
      return control.runOnThresholds(
          (thresholds, writer) -> {
            if (thresholds.entry(scope).isEmpty()) {
              throw new IllegalArgumentException("No threshold is set for " + scope);
            }
            control.take(scope.tenant(), "threshold.remove", scope.toString(), Map.of());
            writer.remove(scope);
            err.printf("The threshold of %s is taken back%n", scope);
            return 0;
          });
    }
  }
}
