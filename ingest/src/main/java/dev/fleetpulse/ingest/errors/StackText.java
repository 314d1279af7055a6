package dev.fleetpulse.ingest.errors;

/**
 * A stack trace as text, cut to the 64 KB of UTF-8 we keep: the innermost frames come first in most
 * languages, and groups are made of few.
 *
 * @param text the trace, or its beginning; null where there is none
 */
record StackText(String text, boolean cut) {
  static final int BYTES_MAX = 64 * 1024;

  /**
   * The text, or as much of its beginning as fits, never half a character.
   *
   * @param full may be null
   */
  static StackText of(String full) {
    if (full == null || full.length() * 3L <= BYTES_MAX) {
      return new StackText(full, false);
    }
    var bytes = 0;
    for (var i = 0; i < full.length(); ) {
      var character = full.codePointAt(i);
      bytes += utf8Bytes(character);
      if (bytes > BYTES_MAX) {
        return new StackText(full.substring(0, i), true);
      }
      i += Character.charCount(character);
    }
    return new StackText(full, false);
  }

  private static int utf8Bytes(int character) {
    if (character < 0x80) {
      return 1;
    }
    if (character < 0x800) {
      return 2;
    }
    return character < 0x10000 ? 3 : 4;
  }
}
