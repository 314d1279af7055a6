package dev.fleetpulse.devstack;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The output of one part: the file of this start, and beside it the one of the start before. */
public final class LogFile {
  private static final int TAIL_BYTES_MAX = 16 * 1024;
  private static final int TAIL_LINES_MAX = 20;

  private LogFile() {}

  /** Puts the file of the start before aside, in place of the one before that. */
  public static void begin(Path log) throws IOException {
    Files.createDirectories(log.getParent());
    if (Files.exists(log)) {
      Files.move(
          log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The last lines, indented. */
  public static String tail(Path log) {
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      var start = Math.max(0, file.length() - TAIL_BYTES_MAX);
      file.seek(start);
      var bytes = new byte[(int) (file.length() - start)];
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      var first = Math.max(0, lines.size() - TAIL_LINES_MAX);
      return String.join("\n", lines.subList(first, lines.size())).indent(2).stripTrailing();
    } catch (IOException e) {
      return "  (it can't be read: " + e.getMessage() + ")";
    }
  }
}
