package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.StackSignature;

/** A report with what we found out about it. */
final class Occurrences {
  private Occurrences() {}

  static ErrorOccurrence of(
      ErrorReport report,
      String signature,
      String category,
      String errorId,
      long receivedMs,
      long revision) {
    return ErrorOccurrence.newBuilder()
        .setTenant(report.getTenant())
        .setApp(report.getApp())
        .setSignature(signature)
        .setSignatureVersion(StackSignature.VERSION)
        .setInstanceId(report.getInstanceId())
        .setErrorId(errorId)
        .setTimestampMs(report.getTimestampMs())
        .setReceivedMs(receivedMs)
        .setRevision(revision)
        .setCategory(category)
        .setLanguage(report.getLanguage())
        .setType(report.getType())
        .setMessage(report.getMessage())
        .setStack(report.getStack())
        .setLevel(report.getLevel())
        .setRelease(report.getRelease())
        .setEnvironment(report.getEnvironment())
        .setTags(report.getTags())
        .setContext(report.getContext())
        .setTraceId(report.getTraceId())
        .build();
  }
}
