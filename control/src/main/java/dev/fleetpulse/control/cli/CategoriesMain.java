package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.OwnCategories;
import dev.fleetpulse.service.Env;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code ./fleetpulse categories}: sets, shows and removes a tenant's own rules for the categories
 * of its errors, in the control topic itself. Whoever can write to the broker is an administrator.
 */
@Command(
    name = "fleetpulse categories",
    description = "A tenant's own rules for the categories of its errors.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "set|show|remove")
public final class CategoriesMain implements Runnable {
  private final ControlTopic control;
  private final PrintWriter out;
  private final PrintWriter err;
  @Spec private CommandSpec spec;

  private CategoriesMain(ControlTopic control, PrintWriter out, PrintWriter err) {
    this.control = control;
    this.out = out;
    this.err = err;
  }

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Env(System.getenv()), InstantSource.system(), out, err, arguments));
  }

  /** The exit code: 0 for done, 1 for not done, 2 for an order nobody can fill. */
  static int run(
      Env env, InstantSource clock, PrintWriter out, PrintWriter err, String... arguments) {
    return new CommandLine(new CategoriesMain(new ControlTopic("categories", env, clock), out, err))
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, _, _) -> Failures.told("categories", failure, err))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: set, show, remove");
  }

  @Command(
      name = "set",
      description = "Takes the rules of a file in place of those before.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int set(
      @Parameters(paramLabel = "FILE", description = "One rule per line.") Path file,
      @Mixin TenantOption whose)
      throws InterruptedException {
    var tenant = whose.name();
    var rules = OwnCategories.parse(read(file));
    return control.runOnCategories(
        (_, writer) -> {
          var count = Integer.toString(rules.rules().size());
          control.take(tenant, "categories.set", tenant, Map.of("rules", count));
          writer.setCategories(tenant, rules);
          err.printf(
              "%d rules of %s hold for errors accepted from now on%n",
              rules.rules().size(), tenant);
          return ExitCode.OK;
        });
  }

  @Command(
      name = "show",
      description = "Prints the rules as they were set.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int show(@Mixin TenantOption whose) throws InterruptedException {
    var tenant = whose.name();
    return control.runOnCategories(
        (categories, _) -> {
          var rules = categories.of(tenant);
          if (rules.isEmpty()) {
            err.println(tenant + " has no rules of its own");
            return ExitCode.SOFTWARE;
          }
          out.print(rules.get().text());
          out.flush();
          return ExitCode.OK;
        });
  }

  @Command(
      name = "remove",
      description = "Leaves the tenant the built-in rules alone.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("UnusedMethod") // picocli calls it.
  private int remove(@Mixin TenantOption whose) throws InterruptedException {
    var tenant = whose.name();
    return control.runOnCategories(
        (categories, writer) -> {
          if (categories.of(tenant).isEmpty()) {
            err.println(tenant + " has no rules of its own");
            return ExitCode.SOFTWARE;
          }
          control.take(tenant, "categories.remove", tenant, Map.of());
          writer.removeCategories(tenant);
          err.println(tenant + " has no rules of its own any more");
          return ExitCode.OK;
        });
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }
}
