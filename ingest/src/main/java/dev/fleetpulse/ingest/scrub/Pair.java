package dev.fleetpulse.ingest.scrub;

/**
 * The name of a pair, found secret, and where its value may start.
 *
 * @param quoted whether the name stands in quotes or brackets
 * @param separator {@code =} or {@code :}
 * @param blankBefore whether the separator has a blank before it
 * @param value behind the separator
 */
record Pair(
    Kind kind,
    int nameStart,
    int nameEnd,
    boolean quoted,
    char separator,
    boolean blankBefore,
    int value) {

  boolean colon() {
    return separator == ':';
  }
}
