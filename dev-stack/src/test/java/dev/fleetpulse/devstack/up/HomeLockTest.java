package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
  @Test
  void aSecondStackLearnsWhoHasTheData(@TempDir Path folder) throws Exception {
    var home = new Home(folder.resolve("home"));
    try (var lock = locked(home)) {
      assertThat(HomeLock.tryLock(home))
          .isEqualTo(new HomeLock.Outcome.Busy(Long.toString(ProcessHandle.current().pid())));
      assertThat(lock).isNotNull();
    }
  }

  @Test
  void theDataIsFreeAgainAfterwards(@TempDir Path folder) throws Exception {
    var home = new Home(folder);
    locked(home).close();
    try (var again = locked(home)) {
      assertThat(again).isNotNull();
    }
  }

  private static HomeLock locked(Home home) throws Exception {
    return switch (HomeLock.tryLock(home)) {
      case HomeLock.Outcome.Locked(var lock) -> lock;
      case HomeLock.Outcome.Busy(var pid) -> throw new AssertionError("busy: " + pid);
    };
  }
}
