package dev.fleetpulse.devstack.up;

import dev.fleetpulse.service.Env;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts everything on this machine, says where it is, and ends it all again in order. */
@Command(
    name = "./fleetpulse up",
    description = "Starts the whole stack in this terminal; Ctrl-C stops it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class UpMain implements Callable<Integer> {
  private static final int REFUSED = 2;
  private static final int DEMO_MAX = 5_000;

  /** Settings of the script that started us, or of others it starts. */
  private static final List<String> NOT_OURS = List.of("CACHE", "DATA", "JAVA_HOME");

  @Option(
      names = "--demo",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also run a synthetic fleet of N instances.")
  private int demo;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep data, logs and secrets in this folder. Default: .fleetpulse.")
  private Path data;

  @Option(
      names = "--port-base",
      paramLabel = "P",
      defaultValue = "9400",
      description = "The first of the ports, which go up to P+25. Default: ${DEFAULT-VALUE}.")
  private int portBase;

  @Option(names = "--repository", hidden = true, required = true)
  private Path repository;

  public static void main(String[] arguments) {
    var exitCode = new CommandLine(new UpMain()).execute(arguments);
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  @Override
  public Integer call() throws Exception {
    var home = new Home((data == null ? repository.resolve(".fleetpulse") : data).toAbsolutePath());
    try {
      if (demo < 0 || demo > DEMO_MAX) {
        throw new RefusedException("--demo must be from 0 to " + DEMO_MAX + ": " + demo);
      }
      var env = new Env(System.getenv());
      var launcher =
          new Launcher(
              repository,
              home,
              new PortPlan(portBase),
              Elsewhere.from(env),
              env.duration("EMIT_INTERVAL", "PT5S"),
              demo);
      NOT_OURS.forEach(env::find);
      env.refuseUnread();
      launcher.run();
      return 0;
    } catch (RefusedException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return REFUSED;
    }
  }
}
