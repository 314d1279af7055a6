package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.ControlUnwrittenException;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.ExitCode;

/** Why a command did not do what it was told. */
final class Failures {
  private Failures() {}

  /**
   * Tells in one line what can be foreseen, and answers with the exit code.
   *
   * @throws Exception what can't, for the command line to show whole
   */
  static int told(String command, Exception failure, PrintWriter err) throws Exception {
    return switch (failure) {
      case IllegalArgumentException _, UncheckedIOException _ -> {
        err.println(command + ": " + failure.getMessage());
        yield ExitCode.USAGE;
      }
      case ControlUnwrittenException _, IllegalStateException _, RegistryUnavailableException _ -> {
        err.println(command + ": " + failure.getMessage());
        yield ExitCode.SOFTWARE;
      }
      default -> throw failure;
    };
  }
}
