package dev.fleetpulse.streams.topology.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the ledger keeps books of. */
enum Log {
  /** Heartbeats, on which {@code usage} decides. */
  HEARTBEATS("usage"),
  /** Error reports, on which {@code errors} decides. */
  ERRORS("errors"),
  /** What ingest processes had acknowledged. */
  FRONT("");

  private final String room;

  Log(String room) {
    this.room = room;
  }

  /** The word on topics, in tables and answers. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Who gives each of its records a verdict. */
  String room() {
    return room;
  }

  /** Which stores must have a row for each unique record. */
  List<String> stores() {
    return switch (this) {
      case HEARTBEATS -> List.of("timescale", "clickhouse");
      case ERRORS -> List.of("clickhouse");
      case FRONT -> List.of();
    };
  }

  static Optional<Log> of(String word) {
    return Arrays.stream(values()).filter(log -> log.word().equals(word)).findFirst();
  }

  static Optional<Log> decidedBy(String room) {
    return Arrays.stream(values()).filter(log -> log.room.equals(room)).findFirst();
  }
}
