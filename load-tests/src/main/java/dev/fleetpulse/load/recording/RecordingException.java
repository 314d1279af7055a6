package dev.fleetpulse.load.recording;

import java.nio.file.Path;

/** A recording can't be read; the message says which file, where in it and why. */
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RecordingException(Path file, String why) {
    super(file + ": " + why);
  }

  RecordingException(Path file, long line, String why) {
    super("%s, line %d: %s".formatted(file, line, why));
  }

  RecordingException(Path file, String why, Throwable cause) {
    super(file + ": " + why, cause);
  }
}
