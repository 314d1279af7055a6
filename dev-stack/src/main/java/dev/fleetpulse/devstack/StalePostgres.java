package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A PostgreSQL that still runs on our data although whoever started it is gone. The kernel ends it
 * with its parent, but it may take a moment over that, or have been started by other means.
 */
public final class StalePostgres {
  private static final Duration STOP_MAX = Duration.ofSeconds(15);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final ProcessHandle process;

  private StalePostgres(ProcessHandle process) {
    this.process = process;
  }

  /** The one that runs on this data, if there is one. */
  public static Optional<StalePostgres> on(Path data) {
    try (var lines = Files.lines(data.resolve("postmaster.pid"))) {
      var pid = Long.parseLong(lines.findFirst().orElse("").strip());
      return ProcessHandle.of(pid).filter(process -> runsOn(data, process)).map(StalePostgres::new);
    } catch (IOException | NumberFormatException none) {
      return Optional.empty();
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it and waits for that: orderly at first, and after some seconds by force. */
  public void end() throws InterruptedException {
    ChildProcess.signal(pid(), "INT");
    var deadline = System.nanoTime() + STOP_MAX.toNanos();
    while (process.isAlive()) {
      if (System.nanoTime() > deadline) {
        process.destroyForcibly();
      }
      Thread.sleep(PAUSE);
    }
  }

  /** The number of a process that is gone may belong to somebody else's by now. */
  private static boolean runsOn(Path data, ProcessHandle process) {
    try {
      var command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return command.contains("postgres") && command.contains(data.toString());
    } catch (IOException gone) {
      return false;
    }
  }
}
