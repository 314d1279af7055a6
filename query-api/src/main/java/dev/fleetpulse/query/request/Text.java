package dev.fleetpulse.query.request;

/** Text that came from outside, made fit to be repeated in an answer. */
public final class Text {
  private static final int SHOWN_CHARACTERS_MAX = 60;

  private Text() {}

  /** Whether there is no control character; PostgreSQL can't take all of them. */
  static boolean isPrintable(String text) {
    return text.codePoints().noneMatch(Character::isISOControl);
  }

  /** In quotation marks, and not longer than somebody wants to read. */
  public static String quoted(String text) {
    return '"' + shortened(text) + '"';
  }

  static String shortened(String text) {
    var shown =
        text.length() <= SHOWN_CHARACTERS_MAX
            ? text
            : text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
