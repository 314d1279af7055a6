package dev.fleetpulse.ingest.scrub;

/**
 * One pass over one text. What has been redacted is closed: looking back from behind it shows a
 * {@code ]}, the end of what now stands there, as a second pass over the result would.
 */
final class Scan {
  /** Stands for what is before the start and behind the end of the text. */
  static final char NONE = '\0';

  private static final String MARKER_START = "[REDACTED:";
  private static final Kind[] KINDS = Kind.values();

  private final Detectors detectors;
  private final CharSequence text;
  private final Found found;
  private final int length;
  private StringBuilder output;
  private int floor;

  Scan(Detectors detectors, CharSequence text, Found found) {
    this.detectors = detectors;
    this.text = text;
    this.found = found;
    this.length = text.length();
  }

  /**
   * Scrubs from a trigger on.
   *
   * @return the scrubbed text, or null where nothing was found
   */
  String from(int start) {
    for (var i = start; i < length; ) {
      i = visit(i);
    }
    return output == null ? null : output.append(text, floor, length).toString();
  }

  private int visit(int at) {
    var candidates = detectors.at(text.charAt(at));
    if (candidates != null) {
      for (var detector : candidates) {
        var next = detector.look(this, at);
        if (next > at) {
          return next;
        }
      }
    }
    return at + 1;
  }

  int length() {
    return length;
  }

  /** The character there; {@link #NONE} outside, {@code ]} in what is closed. */
  char at(int index) {
    if (index < floor) {
      return floor == 0 ? NONE : ']';
    }
    return index < length ? text.charAt(index) : NONE;
  }

  /** Whether the text has these ASCII characters there. */
  boolean matches(int index, String expected) {
    if (index < floor || index + expected.length() > length) {
      return false;
    }
    for (var i = 0; i < expected.length(); i++) {
      if (text.charAt(index + i) != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text has these ASCII characters there, in upper or lower case. */
  boolean matchesIgnoringCase(int index, String expectedLower) {
    if (index < floor || index + expectedLower.length() > length) {
      return false;
    }
    for (var i = 0; i < expectedLower.length(); i++) {
      if (Ascii.lower(text.charAt(index + i)) != expectedLower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The end of the run of characters of an alphabet, at most {@code max} of them. */
  int run(int from, Alphabet alphabet, int max) {
    var end = (int) Math.min(length, (long) from + max);
    var i = from;
    while (i < end && alphabet.has(text.charAt(i))) {
      i++;
    }
    return i;
  }

  int run(int from, Alphabet alphabet) {
    return run(from, alphabet, Integer.MAX_VALUE);
  }

  /** The start of the run of characters of an alphabet that ends before {@code end}. */
  int runBack(int end, Alphabet alphabet, int max) {
    var start = Math.max(floor, end - max);
    var i = end;
    while (i > start && alphabet.has(text.charAt(i - 1))) {
      i--;
    }
    return i;
  }

  /** The kind of secret that a stretch names; null if none. */
  Kind secretName(SecretNames names, int from, int to) {
    return names.kindOf(text, from, to);
  }

  /** The text of a short stretch. */
  String text(int from, int to) {
    return text.subSequence(from, to).toString();
  }

  /** The end of a marker that starts there, or {@code index} where none does. */
  int markerEnd(int index) {
    if (at(index) == '[' && matches(index, MARKER_START)) {
      for (var kind : KINDS) {
        if (matches(index, kind.marker())) {
          return index + kind.marker().length();
        }
      }
    }
    return index;
  }

  /** Whether a text is nothing but a marker. */
  static boolean isMarker(String text) {
    if (!text.startsWith(MARKER_START)) {
      return false;
    }
    for (var kind : KINDS) {
      if (kind.marker().equals(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a word starts there. The last letter of an escape sequence ({@code \n}, {@code %3D}, a
   * terminal's colours) belongs to no word.
   */
  boolean startsWord(int index) {
    var before = at(index - 1);
    if (!Ascii.alphanumeric(before)) {
      return true;
    }
    if (at(index - 2) == '\\' && (before == 'n' || before == 'r' || before == 't')) {
      return true;
    }
    if (at(index - 3) == '%' && Ascii.hex(before) && Ascii.hex(at(index - 2))) {
      return true;
    }
    return before == 'm' && endsColour(index - 1);
  }

  private boolean endsColour(int index) {
    for (var i = index - 1; i >= index - 8; i--) {
      var character = at(i);
      if (character == '[') {
        return at(i - 1) == '\u001b' || (at(i - 1) == 'b' && at(i - 2) == '1');
      }
      if (!Ascii.digit(character) && character != ';') {
        return false;
      }
    }
    return false;
  }

  /** Puts a marker in the place of a secret, which must not be in what is closed. */
  int redact(int from, int to, Kind kind) {
    if (output == null) {
      output = new StringBuilder(length + 32);
    }
    output.append(text, floor, from).append(kind.marker());
    floor = to;
    found.add(kind);
    return to;
  }
}
