package dev.fleetpulse.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a launcher starts ends with it, however the launcher ends. */
class NoOrphansIT {
  @Test
  void everyChildEndsWhenTheLauncherIsKilled(@TempDir Path folder) throws Exception {
    var launcher = launch(folder);
    var children = familyOf(launcher);
    assertThat(children).as("PostgreSQL, its backends, and ClickHouse").hasSizeGreaterThan(4);

    launcher.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void everyChildEndsWhenTheLauncherClosesThem(@TempDir Path folder) throws Exception {
    var launcher = launch(folder);
    var children = familyOf(launcher);

    launcher.getOutputStream().close();

    assertThat(launcher.waitFor()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);
    assertThat(folder.resolve("postgresql/postmaster.pid")).doesNotExist();
  }

  @Test
  void aPostgresThatWasLeftBehindIsFoundAndEnded(@TempDir Path folder) throws Exception {
    try (var left = Launcher.timescale(folder)) {
      left.start();
      left.awaitReady();
      var found = StalePostgres.on(folder.resolve("postgresql"));
      assertThat(found).map(StalePostgres::pid).contains(left.process().orElseThrow().pid());

      found.orElseThrow().end();

      assertThat(left.process().orElseThrow().isAlive()).isFalse();
      assertThat(StalePostgres.on(folder.resolve("postgresql"))).isEmpty();
    }
  }

  @Test
  void aFileThatNamesSomebodyElsesProcessIsNotBelieved(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("postgresql"));
    Files.writeString(
        folder.resolve("postgresql/postmaster.pid"), ProcessHandle.current().pid() + "\n");
    assertThat(StalePostgres.on(folder.resolve("postgresql"))).isEmpty();
  }

  private static Process launch(Path folder) throws IOException {
    var launcher =
        new ProcessBuilder(
                JavaProcess.command(
                    List.of("-Xmx128m"),
                    List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launcher.class.getName(),
                        folder.toString())))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var output = new BufferedReader(new InputStreamReader(launcher.getInputStream(), UTF_8));
    assertThat(output.readLine()).isEqualTo("ready");
    return launcher;
  }

  private static List<ProcessHandle> familyOf(Process launcher) {
    return new ArrayList<>(launcher.descendants().toList());
  }

  /** A process of its own that starts two components and waits for the end of its input. */
  static final class Launcher {
    private Launcher() {}

    public static void main(String[] arguments) throws Exception {
      var folder = Path.of(arguments[0]);
      try (var timescale = timescale(folder);
          var clickhouse =
              new ClickHouse(
                  ComponentCache.clickhouse(),
                  folder.resolve("clickhouse"),
                  Ports.free(),
                  List.of(ClickHouse.User.administrator("admin", "secret")),
                  folder.resolve("clickhouse.log"))) {
        timescale.start();
        clickhouse.start();
        timescale.awaitReady();
        clickhouse.awaitReady();
        System.out.println("ready");
        while (System.in.read() >= 0) {
          // Nothing comes; the end counts.
        }
      }
    }

    static Timescale timescale(Path folder) {
      return new Timescale(
          ComponentCache.postgresql(),
          folder.resolve("postgresql"),
          Ports.free(),
          "owner",
          "secret",
          Timescale.WITHOUT_DURABILITY,
          folder.resolve("postgresql.log"));
    }
  }
}
