package dev.fleetpulse.devstack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of our own programs that does one thing and ends; ready when it has ended well. */
public final class Task implements Component {
  private static final Duration RUN_MAX = Duration.ofMinutes(5);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final String name;
  private final Program.Code code;
  private final Map<String, String> settings;
  private final Path log;
  private ChildProcess process;

  /**
   * Starts nothing yet.
   *
   * @param settings its environment variables
   */
  public Task(String name, Program.Code code, Map<String, String> settings, Path log) {
    this.name = name;
    this.code = code;
    this.settings = Map.copyOf(settings);
    this.log = log;
  }

  @Override
  public String name() {
    return name;
  }

  /** None: that it ends is no failure. */
  @Override
  public Optional<ChildProcess> process() {
    return Optional.empty();
  }

  @Override
  public void start() {
    process =
        ChildProcess.start(new Launch(name, List.of(), code.command(), settings, "KILL", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    var exitCode = process.awaitEnd(RUN_MAX);
    if (exitCode.isEmpty()) {
      throw new ComponentException(
          "%s was not done after %d s; the end of its log:%n%s"
              .formatted(name, RUN_MAX.toSeconds(), process.endOfLog()));
    }
    if (exitCode.getAsInt() != 0) {
      throw new ComponentException(process.obituary());
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop("TERM", STOP_MAX);
    }
  }
}
