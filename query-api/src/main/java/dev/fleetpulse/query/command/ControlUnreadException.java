package dev.fleetpulse.query.command;

/** What was decided is in the log or may be there, but this process does not know it yet. */
public final class ControlUnreadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlUnreadException(String message, Throwable cause) {
    super(message, cause);
  }
}
