package dev.fleetpulse.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that fetches, as far as it goes without fetching anything. */
class ComponentCacheTest {
  @TempDir private Path cache;

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    var folder = Files.createDirectories(cache.resolve("clickhouse-26.7.3"));
    Files.createFile(folder.resolve(".complete"));
    var answer = fetch("clickhouse", System.getenv("PATH"));
    assertThat(answer.exitCode()).as(answer.errors()).isZero();
    assertThat(answer.output()).isEqualTo(folder.toString());
    assertThat(answer.errors()).isEmpty();
  }

  @Test
  void aMissingToolIsNamedWithTheWayOut() throws Exception {
    var answer = fetch("registry", onlyBasicTools());
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.errors())
        .contains("mvn is missing; install it, or set FLEETPULSE_REGISTRY_URL");
    assertThat(cache.resolve("apicurio-registry-3.3.3/.complete")).doesNotExist();
  }

  @Test
  void whatWasBrokenOffLeavesNothingBehindThatCounts() throws Exception {
    fetch("registry", onlyBasicTools());
    var again = fetch("registry", onlyBasicTools());
    assertThat(again.exitCode()).isEqualTo(1);
    assertThat(cache.resolve("apicurio-registry-3.3.3.fetching")).doesNotExist();
  }

  @Test
  void anUnknownComponentIsRefused() throws Exception {
    assertThat(fetch("mongodb", System.getenv("PATH")).errors()).contains("usage: fetch");
  }

  private record Answer(int exitCode, String output, String errors) {}

  private Answer fetch(String component, String path) throws Exception {
    var script = Path.of(ComponentCache.class.getResource("components/fetch").toURI());
    var builder = new ProcessBuilder("/bin/bash", script.toString(), component);
    builder.environment().putAll(Map.of("PATH", path, "FLEETPULSE_CACHE", cache.toString()));
    var process = builder.start();
    var output = text(process.getInputStream().readAllBytes());
    var errors = text(process.getErrorStream().readAllBytes());
    return new Answer(process.waitFor(), output, errors);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8).strip();
  }

  /** A path on which there is a shell's everyday company, but none of the fetching clients. */
  private String onlyBasicTools() throws IOException {
    var tools = Files.createDirectories(cache.resolve("tools"));
    for (var tool :
        List.of("bash", "dirname", "flock", "mkdir", "rm", "sleep", "du", "tail", "cut", "touch")) {
      var wrapper = tools.resolve(tool);
      Files.writeString(wrapper, "#!/bin/bash\nexec " + find(tool) + " \"$@\"\n");
      Files.setPosixFilePermissions(wrapper, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return tools.toString();
  }

  private static Path find(String tool) {
    for (var folder : System.getenv("PATH").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return Path.of(folder, tool);
      }
    }
    throw new AssertionError(tool + " is not installed");
  }
}
