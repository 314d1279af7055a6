package dev.fleetpulse.streams.census;

/** A store or the broker could not be asked; the next time may do. */
final class CensusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CensusException(String message, Throwable cause) {
    super(message, cause);
  }
}
