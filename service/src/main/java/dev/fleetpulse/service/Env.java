package dev.fleetpulse.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Typed reading of settings from environment variables, all of which start with {@code
 * FLEETPULSE_}.
 *
 * <p>A setting {@code NAME} may be given as {@code NAME_FILE} instead, naming a file whose trimmed
 * content is the value; that is how secrets come in. After everything has been read, {@link
 * #refuseUnread()} refuses variables of our prefix that nobody asked for, so that a misspelled
 * setting stops the start instead of being ignored.
 */
public final class Env {
  private static final String PREFIX = "FLEETPULSE_";

  private final Map<String, String> variables;
  private final Set<String> read = new HashSet<>();

  /**
   * Reads from the given variables.
   *
   * @param variables the environment, usually {@link System#getenv()}
   */
  public Env(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * The setting.
   *
   * @param name without the prefix, for example {@code KAFKA} for {@code FLEETPULSE_KAFKA}
   * @throws IllegalArgumentException if the setting is absent or empty
   */
  public String require(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(PREFIX + name + " is required"));
  }

  /** The setting, or the given default where it is absent or empty. */
  public String get(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  /**
   * The setting as a number.
   *
   * @throws IllegalArgumentException if the setting is not a whole number from {@code min} to
   *     {@code max}
   */
  public int integer(String name, int otherwise, int min, int max) {
    var text = get(name, Integer.toString(otherwise));
    try {
      var number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notNumber) {
      // Answered below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "%s%s must be a whole number from %d to %d: %s".formatted(PREFIX, name, min, max, text));
  }

  /**
   * The setting as a length of time.
   *
   * @param otherwise in ISO 8601 like the setting itself, for example {@code PT10M}
   * @throws IllegalArgumentException if the setting is not a positive ISO 8601 duration
   */
  public Duration duration(String name, String otherwise) {
    var text = get(name, otherwise);
    try {
      var duration = Duration.parse(text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException notDuration) {
      // Answered below, together with durations that are not positive.
    }
    throw new IllegalArgumentException(
        PREFIX + name + " must be a positive ISO 8601 duration such as PT10M: " + text);
  }

  /** The setting, or nothing where it is absent or empty. */
  public Optional<String> find(String name) {
    var key = PREFIX + name;
    var fileKey = key + "_FILE";
    read.add(key);
    read.add(fileKey);
    var value = variables.getOrDefault(key, "");
    var file = variables.getOrDefault(fileKey, "");
    if (!value.isEmpty() && !file.isEmpty()) {
      throw new IllegalArgumentException(key + " and " + fileKey + " exclude each other");
    }
    if (!file.isEmpty()) {
      value = content(fileKey, Path.of(file));
    }
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }

  /**
   * Ends the reading.
   *
   * @throws IllegalArgumentException naming every variable of our prefix that was never read, or
   *     saying that the log's format is none
   */
  public void refuseUnread() {
    var format = get(LogFormat.SETTING, LogFormat.TEXT);
    if (!format.equals(LogFormat.TEXT) && !format.equals(LogFormat.JSON)) {
      throw new IllegalArgumentException(
          PREFIX + LogFormat.SETTING + " must be text or json: " + format);
    }
    var unread = new TreeSet<String>();
    for (var key : variables.keySet()) {
      if (key.startsWith(PREFIX) && !read.contains(key)) {
        unread.add(key);
      }
    }
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("Unknown settings: " + String.join(", ", unread));
    }
  }

  private static String content(String key, Path file) {
    try {
      return Files.readString(file).trim();
    } catch (IOException e) {
      throw new IllegalArgumentException(key + " names a file that can't be read: " + file, e);
    }
  }
}
