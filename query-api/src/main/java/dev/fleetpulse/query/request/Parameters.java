package dev.fleetpulse.query.request;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Typed reading of a request's query parameters. Every mistake is collected, so that one answer
 * names them all; a parameter nobody asked for is a mistake too, because a misspelled filter would
 * otherwise answer a question that was not meant.
 */
public final class Parameters {
  private static final int TEXT_CHARACTERS_MAX = 200;
  private static final Pattern BROKEN_ENCODING = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private final Map<String, List<String>> given;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<ParameterError> errors = new ArrayList<>();

  /**
   * Reads from the given parameters.
   *
   * @param given decoded values by name; a name may have come several times
   */
  Parameters(Map<String, List<String>> given) {
    this.given = given;
  }

  /** Reads the parameters of a request. */
  public static Parameters of(Context ctx) {
    var parameters = new Parameters(ctx.queryParamMap());
    var query = ctx.queryString();
    // Javalin leaves out what it can't decode, and so would answer as if it had not been asked.
    if (query != null && BROKEN_ENCODING.matcher(query).find()) {
      parameters.wrong("the query", "percent-encoded", Text.quoted(query));
    }
    return parameters;
  }

  /**
   * The parameter's text, 1 to 200 printable characters, or nothing where it is absent or wrong.
   */
  public Optional<String> text(String name) {
    return text(name, TEXT_CHARACTERS_MAX);
  }

  /** The same of another length. */
  public Optional<String> text(String name, int charactersMax) {
    known.add(name);
    var values = given.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      wrong(name, "given once", "given " + values.size() + " times");
      return Optional.empty();
    }
    return checked(name, values.getFirst(), charactersMax);
  }

  /** The texts of a parameter that may be given several times, in their order. */
  public List<String> texts(String name, int max) {
    known.add(name);
    var values = given.getOrDefault(name, List.of());
    if (values.size() > max) {
      wrong(name, "given at most " + max + " times", "given " + values.size() + " times");
      return List.of();
    }
    return values.stream()
        .flatMap(value -> checked(name, value, TEXT_CHARACTERS_MAX).stream())
        .toList();
  }

  private Optional<String> checked(String name, String value, int charactersMax) {
    if (value.isBlank() || value.length() > charactersMax || !Text.isPrintable(value)) {
      wrong(name, "1 to " + charactersMax + " printable characters", Text.quoted(value));
      return Optional.empty();
    }
    return Optional.of(value);
  }

  /** One of the choices, or nothing where the parameter is absent or wrong. */
  public Optional<String> choice(String name, Collection<String> choices) {
    var value = text(name);
    if (value.isPresent() && !choices.contains(value.get())) {
      wrong(name, "one of " + String.join(", ", choices), Text.quoted(value.get()));
      return Optional.empty();
    }
    return value;
  }

  /** A whole number in the range, the default where the parameter is absent or wrong. */
  public int number(String name, int otherwise, int min, int max) {
    var value = text(name);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      var number = Integer.parseInt(value.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notNumber) {
      // Answered below, together with numbers out of range.
    }
    wrong(name, "a whole number from %d to %d".formatted(min, max), Text.quoted(value.get()));
    return otherwise;
  }

  /** Remembers that a parameter's value is wrong. */
  public void wrong(String name, String expected, String was) {
    errors.add(new ParameterError(name, expected, was));
  }

  /**
   * Ends the reading.
   *
   * @param value made of what was read; only asked for where nothing was wrong
   */
  public <T> Parsed<T> parsed(Supplier<T> value) {
    for (var name : new TreeSet<>(given.keySet())) {
      if (!known.contains(name)) {
        var expected =
            known.isEmpty() ? "left out" : "one of the parameters " + String.join(", ", known);
        wrong(Text.shortened(name), expected, "unknown");
      }
    }
    return errors.isEmpty() ? new Parsed.Valid<>(value.get()) : new Parsed.Invalid<>(errors);
  }
}
