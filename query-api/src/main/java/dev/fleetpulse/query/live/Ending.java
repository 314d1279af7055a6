package dev.fleetpulse.query.live;

/** Why we end a client's connection, with the code that a WebSocket gives for it. */
enum Ending {
  KEY_ENDED(1008, "The key is no longer valid"),
  SILENT(1008, "A subscribe message was expected within 10 s"),
  NOISY(1008, "Too many messages"),
  NO_TEXT(1003, "Only text messages are understood"),
  FULL(1013, "There are too many clients: try again later"),
  STOPPING(1001, "The query API is stopping: connect again");

  private final int code;
  private final String words;

  Ending(int code, String words) {
    this.code = code;
    this.words = words;
  }

  int code() {
    return code;
  }

  String words() {
    return words;
  }
}
