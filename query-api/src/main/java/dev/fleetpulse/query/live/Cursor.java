package dev.fleetpulse.query.live;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How far a client has been told. Means something only to the process that gave it: each tells its
 * events in an order of its own.
 *
 * @param incarnation of the process, new at each start
 * @param position of the last event that may stand in its journal
 */
record Cursor(String incarnation, long position) {
  private static final Pattern FORM = Pattern.compile("([0-9a-f]{16})-(\\d{1,18})");

  /** The cursor, or nothing where the text is none. */
  static Optional<Cursor> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new Cursor(match.group(1), Long.parseLong(match.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return incarnation + "-" + position;
  }
}
