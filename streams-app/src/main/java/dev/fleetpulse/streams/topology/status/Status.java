package dev.fleetpulse.streams.topology.status;

import java.util.Locale;

/** What we say of an instance. */
enum Status {
  /** It reports that all is well. */
  HEALTHY(0),
  /** It reports that something is wrong. */
  DEGRADED(1),
  /** Nothing was heard of it for its threshold. */
  DOWN(2),
  /**
   * We can't tell: our own outage. A status of uptime alone, for states tell what was known last,
   * and readers see by the partition's clock whether that still holds.
   */
  UNKNOWN(3),
  /** Its last heartbeat announced that it stops; silence is planned. */
  STOPPED(4);

  private static final Status[] ALL = values();

  private final int code;

  Status(int code) {
    this.code = code;
  }

  /** In stored bytes; never changes. */
  int code() {
    return code;
  }

  static Status ofCode(int code) {
    for (var status : ALL) {
      if (status.code == code) {
        return status;
      }
    }
    throw new IllegalArgumentException("No status has the code " + code);
  }

  /** The word used on topics and in stores. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Status of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Whether silence would change it. */
  boolean expires() {
    return this == HEALTHY || this == DEGRADED;
  }
}
