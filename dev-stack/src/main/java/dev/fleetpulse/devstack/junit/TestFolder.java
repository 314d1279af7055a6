package dev.fleetpulse.devstack.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/**
 * The temporary folder of one test run, named after its process, so that what a killed run left
 * behind can be told apart and deleted by a later one.
 */
final class TestFolder implements AutoCloseable {
  private static final String PREFIX = "fleetpulse-test-";

  private final Path path;

  TestFolder() {
    var temporary = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      deleteLeftovers(temporary);
      path = Files.createDirectories(temporary.resolve(PREFIX + ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resolve(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }

  private static void deleteLeftovers(Path temporary) throws IOException {
    try (var folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (var folder : folders) {
        var pid = folder.getFileName().toString().substring(PREFIX.length());
        var ours = Files.getOwner(folder).getName().equals(System.getProperty("user.name"));
        if (ours && pid.matches("\\d{1,9}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          delete(folder);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (var each : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
