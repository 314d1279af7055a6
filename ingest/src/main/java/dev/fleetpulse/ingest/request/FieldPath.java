package dev.fleetpulse.ingest.request;

/** Names of fields as answers show them, for example {@code usage.byModel.model-a.tokens}. */
final class FieldPath {
  /** The whole body. */
  static final String BODY = "body";

  private static final int NAME_CHARS_MAX = 64;

  private FieldPath() {}

  static String field(String parent, String name) {
    var shown = name.length() > NAME_CHARS_MAX ? name.substring(0, NAME_CHARS_MAX) + "…" : name;
    return parent.equals(BODY) ? shown : parent + "." + shown;
  }

  static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }
}
