package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
  @Test
  void hasOneFieldOnALineAsTheScriptExpects(@TempDir Path folder) throws Exception {
    var file = folder.resolve("run.json");
    try (var runFile = new RunFile(file)) {
      runFile.write(new LinkedHashMap<>(Map.of("ingest", "http://127.0.0.1:9400")));
      assertThat(Files.readAllLines(file))
          .containsExactly("{", "  \"ingest\" : \"http://127.0.0.1:9400\"", "}");
    }
    assertThat(file).doesNotExist();
  }
}
