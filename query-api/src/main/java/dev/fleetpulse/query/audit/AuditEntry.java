package dev.fleetpulse.query.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.fleetpulse.query.request.Page;
import java.time.Instant;
import java.util.List;

/**
 * What somebody did, or was about to do.
 *
 * @param by in their own words, or the key that was used
 * @param details as JSON
 */
record AuditEntry(
    String id, Instant at, String action, String subject, String by, @JsonRawValue String details) {
  /** One page, the latest first. */
  record All(List<AuditEntry> entries, long total, Page page) {}
}
