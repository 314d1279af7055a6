package dev.fleetpulse.devstack.up;

import java.util.Locale;

/** Lengths of time as the terminal shows them. */
final class Seconds {
  private static final double NANOS = 1e9;

  private Seconds() {}

  /** The time since a reading of {@link System#nanoTime}, such as {@code 1.2 s}. */
  static String since(long nanoTime) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - nanoTime) / NANOS);
  }
}
