package dev.fleetpulse.control.cli;

import dev.fleetpulse.service.Env;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Makes, lists, rotates and revokes keys by reading and writing the control topic itself, so that
 * there is a way in before there is any key. Whoever can write to the broker is an administrator.
 *
 * <p>A key goes to the standard output and nothing else does, so that it can be taken from there;
 * what is said about it goes to the standard error.
 */
@Command(
    name = "fleetpulse key",
    description = "Makes, lists, rotates and revokes keys of the API.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "create|list|rotate|revoke")
public final class KeyMain implements Runnable {
  @Spec private CommandSpec spec;

  private KeyMain() {}

  public static void main(String... arguments) {
    var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(new Env(System.getenv()), InstantSource.system(), out, err, arguments));
  }

  /** The exit code: 0 for done, 1 for not done, 2 for an order nobody can fill. */
  static int run(
      Env env, InstantSource clock, PrintWriter out, PrintWriter err, String... arguments) {
    var control = new ControlTopic("key", env, clock);
    return new CommandLine(new KeyMain())
        .addSubcommand(new CreateCommand(control, out, err))
        .addSubcommand(new ListCommand(control, out))
        .addSubcommand(new RotateCommand(control, out, err))
        .addSubcommand(new RevokeCommand(control, err))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, _, _) -> Failures.told("key", failure, err))
        .execute(arguments);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: create, list, rotate, revoke");
  }
}
