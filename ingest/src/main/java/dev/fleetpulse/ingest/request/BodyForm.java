package dev.fleetpulse.ingest.request;

import java.util.Locale;
import java.util.Optional;

/** What a body is written in. */
public enum BodyForm {
  /** One JSON value. */
  JSON("application/json"),
  /** One JSON value in each line. */
  LINES("application/x-ndjson"),
  /** Bytes whose reader knows what they are: clients name any type, or none. */
  ANY("*/*");

  private final String mediaType;

  BodyForm(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The usual one. */
  String mediaType() {
    return mediaType;
  }

  /**
   * The form that a media type names.
   *
   * @param mediaType without its parameters, in any case
   */
  static Optional<BodyForm> named(String mediaType) {
    return switch (mediaType.toLowerCase(Locale.ROOT)) {
      case "application/json" -> Optional.of(JSON);
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> Optional.of(LINES);
      default -> Optional.empty();
    };
  }
}
