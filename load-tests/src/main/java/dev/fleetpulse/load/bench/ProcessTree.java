package dev.fleetpulse.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * The processor time of a process with all its children, those that have ended included; as Linux
 * tells it, in hundredths of a second.
 */
public final class ProcessTree {
  private static final long TICKS_PER_SECOND = 100;

  /** Of the fields behind the name: user, system, and both of children that were waited for. */
  private static final int FIRST_TIME = 11;

  private static final int TIMES = 4;

  private final long root;

  /** Looks at nothing yet. */
  public ProcessTree(long root) {
    this.root = root;
  }

  /** All that it has used so far. */
  public Duration cpu() throws IOException {
    var process =
        ProcessHandle.of(root)
            .orElseThrow(() -> new IllegalStateException("Process " + root + " has ended"));
    var ticks = 0L;
    for (var pid :
        Stream.concat(Stream.of(process), process.descendants()).map(ProcessHandle::pid).toList()) {
      ticks += ticks(pid);
    }
    return Duration.ofMillis(ticks * 1_000 / TICKS_PER_SECOND);
  }

  private static long ticks(long pid) throws IOException {
    String stat;
    try {
      stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    } catch (NoSuchFileException ended) {
      // Its parent has its time by now.
      return 0;
    }
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    var ticks = 0L;
    for (var time = 0; time < TIMES; time++) {
      ticks += Long.parseLong(fields[FIRST_TIME + time]);
    }
    return ticks;
  }
}
