package dev.fleetpulse.signature.cli;

import java.io.IOException;

/** A line that is not what it should be; the message says which line and what was expected. */
public final class BadLineException extends IOException {
  private static final long serialVersionUID = 1;

  BadLineException(String message) {
    super(message);
  }
}
