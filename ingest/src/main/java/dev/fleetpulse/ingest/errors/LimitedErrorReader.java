package dev.fleetpulse.ingest.errors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.limit.ReportLimits;
import dev.fleetpulse.ingest.request.Reception.DocumentReader;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;

/** Reads errors as long as their instance sends no more than it may, by whichever door. */
public final class LimitedErrorReader implements DocumentReader<ErrorReport> {
  private final ErrorReader reader;
  private final ReportLimits limits;
  private final CategoryStamp stamp;

  /** Asks the limits for what the reader has read, and stamps what they let through. */
  public LimitedErrorReader(ErrorReader reader, ReportLimits limits, CategoryStamp stamp) {
    this.reader = reader;
    this.limits = limits;
    this.stamp = stamp;
  }

  @Override
  public Verdict<ErrorReport> read(String tenant, ObjectNode document) {
    return reader
        .read(tenant, document)
        .then(error -> limits.error(tenant, error.getInstanceId()).verdictOn(error))
        .then(error -> new Verdict.Accepted<>(stamp.stamped(error)));
  }
}
