package dev.fleetpulse.query.audit;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import java.time.Instant;
import java.util.List;

/** Reads the audit log. */
final class AuditDao {
  private static final String FITTING =
      """
      FROM audit_log
      WHERE tenant = ? AND at >= ? AND at < ?
        AND (?::text IS NULL OR action = ?) AND (?::text IS NULL OR subject = ?)
      """;

  private static final String LIST =
      "SELECT event_id, at, action, subject, by_whom, details::text AS details "
          + FITTING
          + """
          ORDER BY at DESC, event_id
          LIMIT ? OFFSET ?
          """;

  private static final String COUNT = "SELECT count(*) AS total " + FITTING;

  private static final TimeRange ALL =
      new TimeRange(Instant.parse("2000-01-01T00:00:00Z"), Instant.parse("2100-01-01T00:00:00Z"));

  private final Timescale timescale;

  AuditDao(Timescale timescale) {
    this.timescale = timescale;
  }

  List<AuditEntry> list(String tenant, AuditQuery query) {
    var range = query.range().orElse(ALL);
    return timescale.list(
        tenant,
        "the audit log",
        LIST,
        row ->
            new AuditEntry(
                row.text("event_id"),
                row.instant("at"),
                row.text("action"),
                row.text("subject"),
                row.text("by_whom"),
                row.text("details")),
        tenant,
        range.from(),
        range.to(),
        query.action().orElse(null),
        query.action().orElse(null),
        query.subject().orElse(null),
        query.subject().orElse(null),
        query.page().limit(),
        query.page().offset());
  }

  long count(String tenant, AuditQuery query) {
    var range = query.range().orElse(ALL);
    return timescale.only(
        tenant,
        "the length of the audit log",
        COUNT,
        row -> row.count("total"),
        tenant,
        range.from(),
        range.to(),
        query.action().orElse(null),
        query.action().orElse(null),
        query.subject().orElse(null),
        query.subject().orElse(null));
  }
}
