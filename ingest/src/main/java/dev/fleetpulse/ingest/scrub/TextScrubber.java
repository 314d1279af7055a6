package dev.fleetpulse.ingest.scrub;

/**
 * Takes the secrets out of a text. Keeps nothing of it, and may be used by many threads at once.
 */
final class TextScrubber {
  /**
   * Where secrets touch, the first may not look like one until the second is gone. Few texts have
   * any secret, and fewer need a third pass.
   */
  private static final int PASSES_MAX = 8;

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
    var scrubbed = text;
    for (var pass = 0; pass < PASSES_MAX; pass++) {
      var trigger = firstTrigger(scrubbed);
      var next =
          trigger == scrubbed.length() ? null : new Scan(detectors, scrubbed, found).from(trigger);
      if (next == null) {
        return scrubbed;
      }
      scrubbed = next;
    }
    return scrubbed;
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
