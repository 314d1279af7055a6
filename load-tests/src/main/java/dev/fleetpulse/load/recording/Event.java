package dev.fleetpulse.load.recording;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One recorded request.
 *
 * @param timeMs when it was sent, milliseconds from the start of the recording
 * @param body as our protocol has it, but with its timestamps in milliseconds from the start of the
 *     recording
 */
public record Event(long timeMs, Kind kind, ObjectNode body) {

  /** Where a request goes. */
  public enum Kind {
    HEARTBEAT,
    ERROR
  }

  public String instanceId() {
    return body.path("instanceId").asText();
  }
}
