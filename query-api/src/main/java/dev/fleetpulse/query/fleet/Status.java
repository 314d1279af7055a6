package dev.fleetpulse.query.fleet;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** How an instance is; what needs a person first comes first. */
public enum Status {
  DOWN(0),
  DEGRADED(1),
  UNKNOWN(2),
  STOPPED(3),
  HEALTHY(4);

  private static final Map<String, Status> BY_TEXT = new HashMap<>();

  static {
    for (var status : values()) {
      BY_TEXT.put(status.text, status);
    }
  }

  private final String text = name().toLowerCase(Locale.ROOT);
  private final int rank;

  Status(int rank) {
    this.rank = rank;
  }

  /** Its place among the others. */
  int rank() {
    return rank;
  }

  /** The status of this name; a word that nobody here knows yet says nothing that can be shown. */
  public static Status of(String text) {
    return BY_TEXT.getOrDefault(text, UNKNOWN);
  }

  /** As records and answers have it. */
  public String text() {
    return text;
  }
}
