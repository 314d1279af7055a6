package dev.fleetpulse.schemas;

/** The registry gave no usable answer, for as long as we were ready to ask again. */
public final class RegistryUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RegistryUnavailableException(String attempt, Throwable cause) {
    super("The schema registry is unavailable: " + attempt, cause);
  }

  RegistryUnavailableException(String attempt, String answer) {
    super("The schema registry is unavailable: " + attempt + " answered " + answer);
  }
}
