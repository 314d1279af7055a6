package dev.fleetpulse.load.recording;

import java.util.HashSet;

/**
 * What a recording holds in all.
 *
 * @param events heartbeats and errors
 * @param instances senders of either
 * @param lengthMs from the recording's start to its last event
 */
public record Census(long events, long heartbeats, long errors, int instances, long lengthMs) {

  /** Reads the recording once. */
  public static Census of(Recording recording) {
    var instances = new HashSet<String>();
    var heartbeats = 0L;
    var errors = 0L;
    var lengthMs = 0L;
    try (var events = recording.open()) {
      while (events.hasNext()) {
        var event = events.next();
        instances.add(event.instanceId());
        lengthMs = event.timeMs();
        switch (event.kind()) {
          case HEARTBEAT -> heartbeats++;
          case ERROR -> errors++;
        }
      }
    }
    return new Census(heartbeats + errors, heartbeats, errors, instances.size(), lengthMs);
  }
}
