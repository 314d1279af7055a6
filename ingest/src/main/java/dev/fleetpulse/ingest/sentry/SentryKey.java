package dev.fleetpulse.ingest.sentry;

import java.util.Optional;
import java.util.regex.Pattern;

/** Where Sentry's SDKs put the key of their DSN. */
final class SentryKey {
  /** In {@code Sentry sentry_version=7, sentry_client=…, sentry_key=…}, in any order. */
  private static final Pattern IN_HEADER =
      Pattern.compile("(?:^|[\\s,])sentry_key=([^\\s,]{1,256})");

  private SentryKey() {}

  /**
   * The key of a request.
   *
   * @param header {@code X-Sentry-Auth}, or null
   * @param query the parameter {@code sentry_key}, or null
   */
  static Optional<String> of(String header, String query) {
    if (header != null) {
      var key = IN_HEADER.matcher(header);
      if (key.find()) {
        return Optional.of(key.group(1));
      }
    }
    if (query != null && !query.isEmpty()) {
      return Optional.of(query);
    }
    return Optional.empty();
  }
}
