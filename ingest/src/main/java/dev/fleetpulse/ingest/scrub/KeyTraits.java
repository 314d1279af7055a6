package dev.fleetpulse.ingest.scrub;

/**
 * What a key says about its value. The keys of a fleet's reports are few and always the same, so
 * what was found out about one is kept: the last one of each place in a table of fixed size, which
 * keys of anybody's choice can only fill anew.
 *
 * @param kind the kind of secret that every value is; null if none
 * @param kindOfText the same where the value is a text
 * @param identifies whether values are ids, or else name something so that it is found again
 * @param cards whether values are card numbers, even where they are numbers
 * @param secret whether the key itself has a secret in it
 */
record KeyTraits(
    String key, Kind kind, Kind kindOfText, boolean identifies, boolean cards, boolean secret) {

  /** Finds them out, or knows them still. */
  static final class Table {
    private static final int PLACES = 4096;
    private static final int KEY_CHARS_MAX = 64;

    private final SecretNames names;
    private final TextScrubber shapes;

    /**
     * Written without any order between threads: each entry is immutable and tells its own key, so
     * whichever a thread sees is right, or not taken.
     */
    private final KeyTraits[] places = new KeyTraits[PLACES];

    /**
     * Knows none yet.
     *
     * @param shapes knows only what is a secret beyond doubt
     */
    Table(SecretNames names, TextScrubber shapes) {
      this.names = names;
      this.shapes = shapes;
    }

    KeyTraits of(String key) {
      var hash = key.hashCode();
      var place = (hash ^ (hash >>> 16)) & (PLACES - 1);
      var kept = places[place];
      if (kept != null && kept.key.equals(key)) {
        return kept;
      }
      var found = find(key);
      if (key.length() <= KEY_CHARS_MAX) {
        places[place] = found;
      }
      return found;
    }

    private KeyTraits find(String key) {
      var kind = names.kindOf(key);
      return new KeyTraits(
          key,
          kind,
          kind == null && SecretNames.isPass(key) ? Kind.PASSWORD : kind,
          PlainNames.identify(key),
          PlainNames.areCards(key),
          !shapes.scrub(key, new Found()).equals(key));
    }
  }
}
