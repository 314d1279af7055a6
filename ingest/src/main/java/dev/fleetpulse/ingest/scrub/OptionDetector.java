package dev.fleetpulse.ingest.scrub;

/** Finds the value of a command's option with a secret name, {@code --password value}. */
final class OptionDetector implements Detector {
  static final char TRIGGER = '-';

  private final SecretNames names;

  OptionDetector(SecretNames names) {
    this.names = names;
  }

  @Override
  public int look(Scan scan, int at) {
    var name = at + 2;
    if (scan.at(at + 1) != '-' || !Ascii.letter(scan.at(name)) || scan.at(at - 1) == '-') {
      return at;
    }
    var nameEnd = scan.run(name, Alphabet.BASE64URL, SecretNames.CHARS_MAX + 1);
    if (scan.at(nameEnd) != ' ' || scan.at(nameEnd + 1) == '-' || scan.at(nameEnd + 1) == '=') {
      return at;
    }
    var kind = scan.secretName(names, name, nameEnd);
    return kind == null
        ? at
        : PairValue.redact(scan, at, new Pair(kind, name, nameEnd, false, ':', false, nameEnd));
  }
}
