package dev.fleetpulse.query.live;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a client may ask to be told. */
enum EventType {
  /** An instance sent one; only for instances that are named. */
  HEARTBEAT,
  /** What is up and what is down. */
  STATUS,
  ALERT,
  REPAIR,
  ERROR,
  PATTERN;

  /** As clients write it, for example {@code status}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EventType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text().equals(text)).findFirst();
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(EventType::text).toList();
  }
}
