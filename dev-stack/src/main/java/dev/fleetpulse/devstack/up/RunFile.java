package dev.fleetpulse.devstack.up;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * Tells the script's other commands what runs and where: one flat JSON object, one field a line,
 * there as long as the stack is.
 */
final class RunFile implements AutoCloseable {
  private final Path file;

  RunFile(Path file) {
    this.file = file;
  }

  void write(Map<String, String> fields) throws IOException {
    var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(unfinished.toFile(), fields);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
