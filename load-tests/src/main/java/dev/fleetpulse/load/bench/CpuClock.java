package dev.fleetpulse.load.bench;

import java.time.Duration;
import java.util.List;

/** The processor time that processes have used. */
public final class CpuClock {
  private CpuClock() {}

  /** User and system time of these processes together, without their children. */
  public static Duration of(List<Long> pids) {
    return pids.stream()
        .map(
            pid ->
                ProcessHandle.of(pid)
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElseThrow(() -> new IllegalStateException("Process " + pid + " has ended")))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
