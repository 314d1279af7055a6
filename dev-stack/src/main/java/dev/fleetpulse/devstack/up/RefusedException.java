package dev.fleetpulse.devstack.up;

/** A start that was refused before anything was touched; the message says why and what to do. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
