package dev.fleetpulse.ingest.scrub;

/**
 * Takes the secrets out of a text. Keeps nothing of it, and may be used by many threads at once.
 */
final class TextScrubber {
  private final Detectors detectors;

  TextScrubber(Detectors detectors) {
    this.detectors = detectors;
  }

  /**
   * The text with a marker in the place of every secret: the very same one where there is none.
   *
   * @param found is told what was found
   */
  String scrub(String text, Found found) {
    var trigger = firstTrigger(text);
    if (trigger == text.length()) {
      return text;
    }
    var scrubbed = new Scan(detectors, text, found).from(trigger);
    return scrubbed == null ? text : scrubbed;
  }

  /** Where the first character stands that any secret could be known by; the length if nowhere. */
  int firstTrigger(CharSequence text) {
    for (var i = 0; i < text.length(); i++) {
      if (detectors.at(text.charAt(i)) != null) {
        return i;
      }
    }
    return text.length();
  }
}
