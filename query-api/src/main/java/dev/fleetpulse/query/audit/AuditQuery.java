package dev.fleetpulse.query.audit;

import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Which entries of the audit log are asked for.
 *
 * @param range all of time where nothing is said
 */
record AuditQuery(
    Optional<TimeRange> range, Optional<String> action, Optional<String> subject, Page page) {
  /** What was done is asked for in years. */
  private static final Duration RANGE_MAX = Duration.ofDays(10 * 366);

  static Parsed<AuditQuery> read(Parameters parameters, Instant now) {
    var range = TimeRange.read(parameters, now, RANGE_MAX);
    var action = parameters.text("action");
    var subject = parameters.text("subject");
    var page = Page.read(parameters);
    return parameters.parsed(() -> new AuditQuery(range, action, subject, page));
  }
}
