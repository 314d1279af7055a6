package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Moves a recording to another time: the same recording and the same shift always give the same
 * requests, to the byte.
 *
 * @param start the recording's start, moved
 */
public record Shift(Instant start) {
  private static final int BASE = 36;

  /** The shift that makes a recording of this length end at the given instant. */
  public static Shift toEndAt(Instant end, long lengthMs) {
    return new Shift(Instant.ofEpochMilli(end.toEpochMilli() - lengthMs));
  }

  /**
   * The body to send for an event.
   *
   * <p>Every start of the recording is a start of its processes, too: without a boot id of its own
   * a second replay's counters would be read as falls and rises of the first one's.
   */
  public ObjectNode bodyOf(Event event) {
    var body = event.body().deepCopy();
    move(body, start.toEpochMilli());
    if (event.kind() == Event.Kind.HEARTBEAT) {
      var server = body.withObjectProperty("server");
      server.put("bootId", process(server) + "-" + Long.toString(start.toEpochMilli(), BASE));
    }
    return body;
  }

  /** Adds milliseconds to every time that our protocol has in a body. */
  static void move(ObjectNode body, long milliseconds) {
    moveTimestamp(body, milliseconds);
    for (var alert : body.path("alerts")) {
      moveTimestamp(alert, milliseconds);
    }
    moveTimestamp(body.path("repairs").path("lastRepair"), milliseconds);
  }

  private static void moveTimestamp(JsonNode holder, long milliseconds) {
    var timestamp = holder.path("timestamp");
    if (holder instanceof ObjectNode object && !timestamp.isMissingNode()) {
      object.put("timestamp", epochMs(timestamp) + milliseconds);
    }
  }

  private static long epochMs(JsonNode timestamp) {
    if (timestamp.isIntegralNumber() && timestamp.canConvertToLong()) {
      return timestamp.longValue();
    }
    try {
      return OffsetDateTime.parse(timestamp.asText()).toInstant().toEpochMilli();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "timestamp must be epoch milliseconds or RFC 3339: " + timestamp, e);
    }
  }

  private static String process(ObjectNode server) {
    var bootId = server.path("bootId").asText();
    if (!bootId.isEmpty()) {
      return bootId;
    }
    return server.hasNonNull("pid") ? "pid-" + server.path("pid").asText() : "boot";
  }
}
