package dev.fleetpulse.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void closesTheLastFirstAndEachOnce() throws InterruptedException {
    var shutdown = new Shutdown(Duration.ofSeconds(5));
    shutdown.closes("store", () -> closed.add("store"));
    shutdown.closes("server", () -> closed.add("server"));

    shutdown.closeAll();
    shutdown.closeAll();

    assertThat(closed).containsExactly("server", "store");
  }

  @Test
  void aStepThatFailsDoesNotKeepTheOthersOpen() throws InterruptedException {
    var shutdown = new Shutdown(Duration.ofSeconds(5));
    shutdown.closes("store", () -> closed.add("store"));
    shutdown.closes(
        "server",
        () -> {
          throw new IllegalStateException("jammed");
        });

    shutdown.closeAll();

    assertThat(closed).containsExactly("store");
  }

  @Test
  void leavesBehindWhatHangs() throws InterruptedException {
    var never = new CountDownLatch(1);
    var shutdown = new Shutdown(Duration.ofMillis(100));
    shutdown.closes("hanging", never::await);

    shutdown.closeAll();

    assertThat(never.getCount()).isOne();
  }
}
