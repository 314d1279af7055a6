package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.StackSignature;

/**
 * What a report tells about its error, also where it only stands in the stack.
 *
 * @param errorId the client's, or the hash that stands in for it
 * @param type of the outermost exception; null where nothing names it
 * @param message of the outermost exception; null where it has none
 */
record ReportFindings(Chain chain, String signature, String errorId, String type, String message) {
  static ReportFindings of(ErrorReport report) {
    var facts = ReportFacts.of(report);
    var chain = Chain.of(facts);
    var signature = StackSignature.of(facts, chain);
    var outermost = chain.thrown().getFirst();
    return new ReportFindings(
        chain,
        signature,
        ErrorIdentity.id(report, signature),
        report.getType() == null ? outermost.type() : report.getType(),
        report.getMessage() == null ? outermost.message() : report.getMessage());
  }
}
