package dev.fleetpulse.signature.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which signatures of an earlier version became which of this one: what a group was called is known
 * by the errors that were in it.
 */
final class SignatureMapping {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> earlier = new HashMap<>();
  private final Map<Step, Long> errors = new LinkedHashMap<>();

  /** From one signature to another. */
  private record Step(String old, String now) {}

  /**
   * Reads lines {@code {"id","signature"}} that the earlier version wrote.
   *
   * @throws BadLineException if one has another form
   */
  void readEarlier(JsonLines lines) throws IOException {
    for (var line = lines.next(); line != null; line = lines.next()) {
      earlier.put(line.path("id").asText(), lines.text(line, "signature"));
    }
  }

  /** Counts one error; errors that the earlier version did not sign map from nothing. */
  void add(String id, String signature) {
    var old = earlier.get(id);
    if (old != null) {
      errors.merge(new Step(old, signature), 1L, Long::sum);
    }
  }

  /** Writes lines {@code {"old","new","errors"}}; an old group taken apart has several. */
  void write(PrintWriter out) {
    errors.forEach(
        (step, count) ->
            out.println(
                JSON.createObjectNode()
                    .put("old", step.old)
                    .put("new", step.now)
                    .put("errors", count)));
  }
}
