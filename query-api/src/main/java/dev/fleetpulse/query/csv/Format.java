package dev.fleetpulse.query.csv;

/** What a list can be answered as; the first one where the client does not care. */
enum Format {
  JSON("application", "json"),
  CSV("text", "csv");

  private final String type;
  private final String subtype;

  Format(String type, String subtype) {
    this.type = type;
    this.subtype = subtype;
  }

  String type() {
    return type;
  }

  String subtype() {
    return subtype;
  }

  String mediaType() {
    return type + "/" + subtype;
  }
}
