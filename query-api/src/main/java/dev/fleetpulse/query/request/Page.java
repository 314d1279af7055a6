package dev.fleetpulse.query.request;

/**
 * Which part of a long answer is wanted.
 *
 * @param limit how many entries at most
 * @param offset how many entries to leave out before
 */
public record Page(int limit, int offset) {
  private static final int LIMIT_MAX = 500;
  private static final int OFFSET_MAX = 1_000_000;
  private static final int LIMIT_DEFAULT = 50;

  /** Reads {@code limit} (1 to 500, else 50) and {@code offset} (0 to 1,000,000, else 0). */
  public static Page read(Parameters parameters) {
    return new Page(
        parameters.number("limit", LIMIT_DEFAULT, 1, LIMIT_MAX),
        parameters.number("offset", 0, 0, OFFSET_MAX));
  }
}
