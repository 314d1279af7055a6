package dev.fleetpulse.devstack;

/** A component can't be fetched, started or reached; the message is made for the terminal. */
public final class ComponentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ComponentException(String message) {
    super(message);
  }

  public ComponentException(String message, Throwable cause) {
    super(message, cause);
  }
}
