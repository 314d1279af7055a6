package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.AvroBytes;

/** What a heartbeat says of repairs, beyond how many there were. */
final class RepairJson {
  private static final byte[] REPAIRS = JsonBytes.field("repairs");
  private static final byte[] SUCCESSES = JsonBytes.field("successes");
  private static final byte[] FAILURES = JsonBytes.field("failures");
  private static final byte[] LAST_REPAIR = JsonBytes.field("lastRepair");
  private static final byte[] ERROR = JsonBytes.field("error");
  private static final byte[] RESOLUTION = JsonBytes.field("resolution");
  private static final byte[] SUCCESS = JsonBytes.field("success");
  private static final byte[] TOKENS = JsonBytes.field("tokens");
  private static final byte[] COST = JsonBytes.field("cost");
  private static final byte[] MODE = JsonBytes.field("mode");
  private static final byte[] MODEL = JsonBytes.field("model");
  private static final byte[] DURATION = JsonBytes.field("durationMs");
  private static final byte[] TIMESTAMP = JsonBytes.field("timestamp");

  private RepairJson() {}

  /** From behind the total to the end of the repairs. */
  static void write(AvroBytes in, JsonBytes json) {
    json.open(REPAIRS);
    number(SUCCESSES, in, json);
    number(FAILURES, in, json);
    if (in.present()) {
      json.open(LAST_REPAIR);
      text(ERROR, in, json);
      text(RESOLUTION, in, json);
      if (in.present()) {
        json.flag(SUCCESS, in.flag());
      }
      number(TOKENS, in, json);
      if (in.present()) {
        json.dollars(COST, in.number());
      }
      text(MODE, in, json);
      text(MODEL, in, json);
      number(DURATION, in, json);
      number(TIMESTAMP, in, json);
      json.close();
    }
    json.close();
  }

  private static void text(byte[] field, AvroBytes in, JsonBytes json) {
    if (in.present()) {
      json.text(field, in.text());
    }
  }

  private static void number(byte[] field, AvroBytes in, JsonBytes json) {
    if (in.present()) {
      json.number(field, in.number());
    }
  }
}
