package dev.fleetpulse.service.limit;

import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * So many in so much time, refilled steadily: {@code 5/PT5S} is one a second and five at once.
 *
 * @param name what is limited, as clients read it in {@code RateLimit-Policy}
 * @param quota how many at once, and in each window
 * @param window in which a used-up quota is full again
 */
public record Limit(String name, long quota, Duration window) {
  private static final long QUOTA_MAX = 1_000_000_000;
  private static final Duration WINDOW_MAX = Duration.ofDays(1);

  public Limit {
    if (quota < 1 || quota > QUOTA_MAX) {
      throw new IllegalArgumentException(
          "a limit's quota must be from 1 to %d: %d".formatted(QUOTA_MAX, quota));
    }
    if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(WINDOW_MAX) > 0) {
      throw new IllegalArgumentException(
          "a limit's window must be from PT1S to %s: %s".formatted(WINDOW_MAX, window));
    }
  }

  /**
   * Reads what is written in settings.
   *
   * @param text a quota, a slash and an ISO 8601 duration, for example {@code 100/PT10S}
   * @throws IllegalArgumentException if that is not what the text is
   */
  public static Limit parse(String name, String text) {
    var slash = text.indexOf('/');
    try {
      if (slash > 0) {
        return new Limit(
            name,
            Long.parseLong(text.substring(0, slash)),
            Duration.parse(text.substring(slash + 1)));
      }
    } catch (NumberFormatException | DateTimeParseException notLimit) {
      // Answered below, together with texts that have no slash.
    }
    throw new IllegalArgumentException("a limit is written like 100/PT10S: " + text);
  }
}
