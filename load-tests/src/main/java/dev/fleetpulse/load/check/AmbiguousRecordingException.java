package dev.fleetpulse.load.check;

/** What a recording must come to can't be said. */
public final class AmbiguousRecordingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  AmbiguousRecordingException(String instanceId, long timestamp) {
    super(
        "Two heartbeats of %s at %d are not the same, so what they must come to can't be checked"
            .formatted(instanceId, timestamp));
  }
}
