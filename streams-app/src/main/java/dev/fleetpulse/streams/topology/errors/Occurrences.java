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
      LocalGroup.Kind kind,
      long receivedMs,
      long revision,
      int standsFor) {
    return ErrorOccurrence.newBuilder()
        .setTenant(report.getTenant())
        .setApp(report.getApp())
        .setSignature(findings.signature())
        .setSignatureVersion(StackSignature.VERSION)
        .setInstanceId(report.getInstanceId())
        .setErrorId(findings.errorId())
        .setTimestampMs(report.getTimestampMs())
        .setReceivedMs(receivedMs)
        .setRevision(revision)
        .setCategory(kind.category())
        .setLanguage(report.getLanguage())
        .setType(findings.type())
        .setMessage(findings.message())
        .setStack(report.getStack())
        .setLevel(report.getLevel())
        .setRelease(report.getRelease())
        .setEnvironment(report.getEnvironment())
        .setTags(report.getTags())
        .setContext(report.getContext())
        .setTraceId(report.getTraceId())
        .setRootSignature(kind.rootSignature())
        .setStandsFor(standsFor)
        .build();
  }
}
