package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.StackSignature;

/** A report with what we found out about it. */
final class Occurrences {
  private Occurrences() {}

  /**
   * The occurrence.
   *
   * @param standsFor for how many it is kept, at least 1
   */
  static ErrorOccurrence of(
      ErrorReport report,
      ReportFindings findings,
      String errorId,
      LocalGroup.Kind kind,
      long receivedMs,
      long revision,
      int standsFor) {
    // Without the builder, which copies and checks what is whole already.
    var occurrence = new ErrorOccurrence();
    occurrence.setTenant(report.getTenant());
    occurrence.setApp(report.getApp());
    occurrence.setSignature(findings.signature());
    occurrence.setSignatureVersion(StackSignature.VERSION);
    occurrence.setInstanceId(report.getInstanceId());
    occurrence.setErrorId(errorId);
    occurrence.setTimestampMs(report.getTimestampMs());
    occurrence.setReceivedMs(receivedMs);
    occurrence.setRevision(revision);
    occurrence.setCategory(kind.category());
    occurrence.setLanguage(report.getLanguage());
    occurrence.setType(findings.type());
    occurrence.setMessage(findings.message());
    occurrence.setStack(report.getStack());
    occurrence.setLevel(report.getLevel());
    occurrence.setRelease(report.getRelease());
    occurrence.setEnvironment(report.getEnvironment());
    occurrence.setTags(report.getTags());
    occurrence.setContext(report.getContext());
    occurrence.setTraceId(report.getTraceId());
    occurrence.setRootSignature(kind.rootSignature());
    occurrence.setStandsFor(standsFor);
    return occurrence;
  }
}
