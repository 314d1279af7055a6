package dev.fleetpulse.signature.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;

/** Objects of JSON, one on a line, with the number of each line for whoever has to mend one. */
public final class JsonLines implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final BufferedReader reader;
  private long number;

  /**
   * Closes the reader when it is closed itself.
   *
   * @param name what the lines are called in messages
   */
  public JsonLines(String name, BufferedReader reader) {
    this.name = name;
    this.reader = reader;
  }

  /**
   * The next object; null at the end. Empty lines are passed over.
   *
   * @throws BadLineException if the line is no JSON object
   * @throws IOException if it cannot be read
   */
  public JsonNode next() throws IOException {
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      number++;
      if (!line.isBlank()) {
        return object(line);
      }
    }
    return null;
  }

  private JsonNode object(String line) throws BadLineException {
    try {
      var object = JSON.readTree(line);
      if (object != null && object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw bad("is no JSON: " + e.getOriginalMessage());
    }
    throw bad("is no JSON object");
  }

  /**
   * The text in a field of the line read last.
   *
   * @throws BadLineException if there is none
   */
  public String text(JsonNode line, String field) throws BadLineException {
    var value = line.path(field);
    if (!value.isTextual()) {
      throw bad("needs a text \"" + field + "\"");
    }
    return value.textValue();
  }

  /** The same for a field that may be absent or null; null then. */
  public String optionalText(JsonNode line, String field) throws BadLineException {
    return line.path(field).isMissingNode() || line.path(field).isNull() ? null : text(line, field);
  }

  /** What is wrong with the line read last, with its number. */
  public BadLineException bad(String what) {
    return new BadLineException(name + ", line " + number + ": " + what);
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
