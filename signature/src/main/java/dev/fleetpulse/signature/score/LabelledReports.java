package dev.fleetpulse.signature.score;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.signature.cli.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Sets of reports as lines of JSON, {@code {"id","group","stack"}}. */
final class LabelledReports {
  private LabelledReports() {}

  /**
   * All reports of the file.
   *
   * @throws IOException if the file cannot be read, or a line is none of that form
   */
  static List<LabelledReport> read(Path file) throws IOException {
    var reports = new ArrayList<LabelledReport>();
    try (var lines = new JsonLines(file.getFileName().toString(), Files.newBufferedReader(file))) {
      for (var line = lines.next(); line != null; line = lines.next()) {
        reports.add(
            new LabelledReport(
                lines.text(line, "id"),
                lines.text(line, "group"),
                optional(line, "variant"),
                lines.text(line, "stack")));
      }
    }
    return reports;
  }

  private static String optional(JsonNode line, String field) {
    return line.path(field).asText("");
  }
}
