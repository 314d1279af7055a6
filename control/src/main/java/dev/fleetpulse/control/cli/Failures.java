package dev.fleetpulse.control.cli;

import dev.fleetpulse.control.ControlUnwrittenException;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import java.io.PrintWriter;
import picocli.CommandLine.ExitCode;

/** Why a command did not do what it was told. */
final class Failures {
  private Failures() {}

  /** Tells in one line what can be foreseen, and answers with the exit code. */
  static int told(String command, Exception failure, PrintWriter err) {
    return switch (failure) {
      case IllegalArgumentException wrong -> {
        err.println(command + ": " + wrong.getMessage());
        yield ExitCode.USAGE;
      }
      case ControlUnwrittenException _, IllegalStateException _, RegistryUnavailableException _ -> {
        err.println(command + ": " + failure.getMessage());
        yield ExitCode.SOFTWARE;
      }
      default -> {
        failure.printStackTrace(err);
        yield ExitCode.SOFTWARE;
      }
    };
  }
}
