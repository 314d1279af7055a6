package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A process that does not outlive this JVM, even where this JVM is killed, and whose output is kept
 * in a log file.
 */
public final class ChildProcess {
  /**
   * The kernel signals a child when the thread that started it ends, not when the process does. So
   * every child of this JVM is started by one thread that lives as long as the JVM.
   */
  private static final ExecutorService SPAWNER =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spawner").factory());

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a process. The log of the one before it is kept as {@code ….1}.
   *
   * @throws ComponentException if it can't be started
   */
  static ChildProcess start(Launch launch) {
    // A session of its own, because Ctrl-C in the terminal goes to all of a session's processes,
    // and it is for the launcher alone to end its children in order.
    var words = new ArrayList<>(List.of("setsid"));
    words.addAll(launch.privileges());
    // After the privileges: the kernel forgets the signal when the user changes.
    words.addAll(List.of("setpriv", "--pdeathsig", launch.signalOfParentDeath(), "--"));
    words.addAll(launch.command());
    try {
      LogFile.begin(launch.log());
      var builder =
          new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(launch.log().toFile());
      builder.environment().keySet().removeIf(key -> key.startsWith("FLEETPULSE_"));
      builder.environment().putAll(launch.environment());
      return new ChildProcess(launch.name(), SPAWNER.submit(builder::start).get(), launch.log());
    } catch (IOException e) {
      throw new ComponentException(launch.name() + " can't write its log " + launch.log(), e);
    } catch (ExecutionException e) {
      throw new ComponentException(
          "%s can't be started; it needs setsid, setpriv and unshare of the package util-linux: %s"
              .formatted(launch.name(), e.getCause().getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException(launch.name() + " was not started: interrupted", e);
    }
  }

  /** The kernel's number of the process. */
  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for the end of the process, however long that takes. */
  public void awaitEnd() {
    process.onExit().join();
  }

  /**
   * Waits for the end of the process.
   *
   * @return its exit code, or nothing if it still runs
   */
  OptionalInt awaitEnd(Duration bound) throws InterruptedException {
    return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(process.exitValue())
        : OptionalInt.empty();
  }

  /** Says how the process ended, with the last lines of its log. */
  public String obituary() {
    return "%s ended with exit code %d; the end of %s:%n%s"
        .formatted(name, process.exitValue(), log, LogFile.tail(log));
  }

  /** The last lines of its log. */
  String endOfLog() {
    return LogFile.tail(log);
  }

  /** Asks the process to end by the end of its standard input, and kills it if it doesn't. */
  void closeInput(Duration bound) {
    try {
      process.getOutputStream().close();
    } catch (IOException alreadyGone) {
      // Then it has ended, or the wait below ends it.
    }
    awaitEndOrKill(bound);
  }

  /** Asks the process to end by a signal, and kills it if it doesn't. */
  void stop(String signal, Duration bound) {
    if (process.isAlive()) {
      signal(process.pid(), signal);
      awaitEndOrKill(bound);
    }
  }

  /** Kills the process at once. */
  public void kill() {
    process.destroyForcibly();
    awaitEndOrKill(Duration.ofSeconds(10));
  }

  /**
   * Sends a signal.
   *
   * @param signal without {@code SIG}, for example {@code INT}
   */
  static void signal(long pid, String signal) {
    try {
      // The shell's own kill: the program of that name is not installed everywhere.
      var kill =
          new ProcessBuilder("sh", "-c", "kill -s \"$1\" \"$2\"", "sh", signal, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      kill.waitFor();
    } catch (IOException e) {
      throw new ComponentException("can't signal process " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEndOrKill(Duration bound) {
    try {
      if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
