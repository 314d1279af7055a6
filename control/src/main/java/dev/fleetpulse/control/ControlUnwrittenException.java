package dev.fleetpulse.control;

/**
 * The broker did not acknowledge what was to be written into the control topic. It may be there all
 * the same: an unknown key is harmless, and a revocation may be written again.
 */
public final class ControlUnwrittenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ControlUnwrittenException(String key, Throwable cause) {
    super("The broker did not acknowledge " + key + ": " + cause.getMessage(), cause);
  }
}
