package dev.fleetpulse.query.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a client says in {@code Accept} (RFC 9110, section 12.5.1).
 *
 * @param ranges those that can be understood; the others are as if they were not there
 */
record Accepted(List<Range> ranges) {
  private static final Pattern RANGE =
      Pattern.compile("([a-z0-9!#$&^_.+-]+|\\*)/([a-z0-9!#$&^_.+-]+|\\*)");
  private static final Pattern QUALITY = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");

  /** Reads the values of the header; without any, everything is accepted. */
  static Accepted of(Collection<String> headers) {
    var ranges = new ArrayList<Range>();
    var given = headers.stream().filter(header -> !header.isBlank()).toList();
    for (var header : given) {
      for (var element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
        range(element).ifPresent(ranges::add);
      }
    }
    return new Accepted(given.isEmpty() ? List.of(new Range("*", "*", 1)) : List.copyOf(ranges));
  }

  /**
   * The format that the client likes best. Among those that it likes as much, the one that it names
   * more exactly, because {@code text/csv, *}{@code /*} means a file; then the one that we like
   * better.
   */
  Optional<Format> best() {
    return Arrays.stream(Format.values())
        .filter(format -> quality(format) > 0)
        .max(
            Comparator.comparingDouble(this::quality)
                .thenComparingInt(this::exactness)
                .thenComparing(Comparator.<Format>naturalOrder().reversed()));
  }

  private double quality(Format format) {
    return closest(format).map(Range::quality).orElse(0.0);
  }

  private int exactness(Format format) {
    return closest(format).map(Range::exactness).orElse(0);
  }

  /** A client may take all of text but no CSV: the most exact range decides. */
  private Optional<Range> closest(Format format) {
    return ranges.stream()
        .filter(range -> range.covers(format))
        .max(Comparator.comparingInt(Range::exactness).thenComparingDouble(Range::quality));
  }

  private static Optional<Range> range(String element) {
    var parts = element.split(";", -1);
    var name = RANGE.matcher(parts[0].strip());
    if (!name.matches() || (name.group(1).equals("*") && !name.group(2).equals("*"))) {
      return Optional.empty();
    }
    var quality = 1.0;
    for (var parameter : parts) {
      var text = parameter.strip();
      if (text.startsWith("q=")) {
        var value = text.substring(2).strip();
        if (!QUALITY.matcher(value).matches()) {
          return Optional.empty();
        }
        quality = Double.parseDouble(value);
      }
    }
    return Optional.of(new Range(name.group(1), name.group(2), quality));
  }

  /**
   * One media range. What else it says of the type (a character set, a profile) is not looked at.
   *
   * @param quality 0 (never) to 1
   */
  record Range(String type, String subtype, double quality) {
    boolean covers(Format format) {
      return (type.equals("*") || type.equals(format.type()))
          && (subtype.equals("*") || subtype.equals(format.subtype()));
    }

    int exactness() {
      return (type.equals("*") ? 0 : 1) + (subtype.equals("*") ? 0 : 1);
    }
  }
}
