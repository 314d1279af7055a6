package dev.fleetpulse.ingest.scrub;

/** Finds the text of an XML element with a secret name, by the {@code >} before it. */
final class ElementDetector implements Detector {
  static final char TRIGGER = '>';

  private final SecretNames names;

  ElementDetector(SecretNames names) {
    this.names = names;
  }

  @Override
  public int look(Scan scan, int at) {
    var nameStart = scan.runBack(at, Alphabet.BASE64URL, SecretNames.CHARS_MAX + 1);
    var before = scan.at(nameStart - 1);
    if (nameStart == at || (before != '<' && before != ':')) {
      return at;
    }
    var kind = scan.secretName(names, nameStart, at);
    if (kind == null) {
      return at;
    }
    var start = at + 1;
    var end = start;
    while (end < scan.length() && scan.at(end) != '<' && scan.at(end) != '>') {
      end++;
    }
    return end == start
            || !scan.matches(end, "</")
            || scan.markerEnd(start) == end
            || Placeholder.is(scan, start, end)
        ? at
        : scan.redact(start, end, kind);
  }
}
