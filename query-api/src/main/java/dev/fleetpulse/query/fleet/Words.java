package dev.fleetpulse.query.fleet;

import java.util.Locale;
import java.util.Objects;

/**
 * Keeps one object for what a fleet repeats: apps, versions, reasons, paths, tags. Of a bounded
 * size: where two words fall on one place the later takes it, which costs memory and nothing else.
 * One thread uses it.
 */
final class Words {
  private static final int PLACES = 1 << 13;

  private final Object[] kept = new Object[PLACES];

  /** The same as what is given, and where possible the very object that was given before. */
  <T> T same(T given) {
    if (given == null) {
      return null;
    }
    var hash = given.hashCode();
    var place = (hash ^ hash >>> 16) & PLACES - 1;
    var before = kept[place];
    if (given.getClass().isInstance(before) && Objects.equals(before, given)) {
      @SuppressWarnings("unchecked")
      var known = (T) before;
      return known;
    }
    kept[place] = given;
    return given;
  }

  /** In small letters; the same object where it has no others. */
  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
