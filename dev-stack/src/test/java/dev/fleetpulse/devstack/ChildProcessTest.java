package dev.fleetpulse.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessTest {
  @TempDir private Path folder;

  @Test
  void anObituaryNamesTheExitCodeAndTheEndOfTheLog() {
    var child = start("for i in $(seq 100); do echo line $i; done; exit 3");
    child.awaitEnd();
    assertThat(child.obituary())
        .startsWith("shell ended with exit code 3; the end of " + folder.resolve("shell.log"))
        .contains("line 81", "line 100")
        .doesNotContain("line 80");
  }

  @Test
  void theLogOfTheStartBeforeIsKept() throws Exception {
    start("echo first").awaitEnd();
    start("echo second").awaitEnd();
    start("echo third").awaitEnd();
    assertThat(folder.resolve("shell.log")).hasContent("third");
    assertThat(folder.resolve("shell.log.1")).hasContent("second");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void aChildThatIgnoresTheSignalIsKilled() {
    var child = start("trap '' TERM; while true; do sleep 1; done");
    child.stop("TERM", Duration.ofMillis(200));
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aChildGetsItsOwnSettingsOnly() throws Exception {
    start("env").awaitEnd();
    assertThat(Files.readAllLines(folder.resolve("shell.log")))
        .filteredOn(line -> line.startsWith("FLEETPULSE_"))
        .containsExactly("FLEETPULSE_GIVEN=yes");
  }

  @Test
  void aProgramThatIsMissingIsNamed() {
    var child =
        ChildProcess.start(
            new Launch(
                "absent",
                List.of(),
                List.of("/no/such/program"),
                Map.of(),
                "KILL",
                folder.resolve("absent.log")));
    child.awaitEnd();
    assertThat(child.obituary()).contains("/no/such/program");
  }

  @Test
  void aLogThatCannotBeWrittenIsNamed() throws Exception {
    var file = Files.createFile(folder.resolve("file"));
    var launch =
        new Launch(
            "shell",
            List.of(),
            List.of("true"),
            Map.of(),
            "KILL",
            file.resolve("under-a-file.log"));
    assertThatThrownBy(() -> ChildProcess.start(launch))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("shell can't write its log " + file.resolve("under-a-file.log"));
  }

  private ChildProcess start(String script) {
    return ChildProcess.start(
        new Launch(
            "shell",
            List.of(),
            List.of("sh", "-c", script),
            Map.of("FLEETPULSE_GIVEN", "yes"),
            "KILL",
            folder.resolve("shell.log")));
  }
}
