package dev.fleetpulse.signature;

/**
 * Where a frame says it is: {@code file:line:column}, with as many of the numbers as there are.
 *
 * @param file null if nothing is left before the numbers
 */
record Place(String file, int line, int column) {
  /** The place written in the part of the text. */
  static Place of(String text, int from, int to) {
    var last = Scan.digitsBefore(text, from, to);
    if (last == to || last == from || text.charAt(last - 1) != ':') {
      return new Place(name(text, from, to), 0, 0);
    }
    var before = Scan.digitsBefore(text, from, last - 1);
    if (before == last - 1 || before == from || text.charAt(before - 1) != ':') {
      return new Place(name(text, from, last - 1), Scan.number(text, last, to), 0);
    }
    return new Place(
        name(text, from, before - 1),
        Scan.number(text, before, last - 1),
        Scan.number(text, last, to));
  }

  private static String name(String text, int from, int to) {
    return from >= to ? null : text.substring(from, to);
  }
}
