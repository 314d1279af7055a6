package dev.fleetpulse.streams.topology.status;

import java.util.Locale;

/** What we say of an instance. */
enum Status {
  /** It reports that all is well. */
  HEALTHY,
  /** It reports that something is wrong. */
  DEGRADED,
  /** Nothing was heard of it for its threshold. */
  DOWN,
  /** Its last heartbeat announced that it stops; silence is planned. */
  STOPPED;

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
