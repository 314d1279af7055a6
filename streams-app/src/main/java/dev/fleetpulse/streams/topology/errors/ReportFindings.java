package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.StackSignature;
import dev.fleetpulse.signature.category.Categories;

/**
 * What a report tells about its error, also where it only stands in the stack.
 *
 * @param rootSignature of the root cause alone
 * @param category by the tenant's own rules, as ingest has stamped it, or else by the built-in ones
 * @param errorId the client's, or the hash that stands in for it
 * @param type of the outermost exception; null where nothing names it
 * @param message of the outermost exception; null where it has none
 */
record ReportFindings(
    String signature,
    String rootSignature,
    String category,
    String errorId,
    String type,
    String message) {
  static ReportFindings of(ErrorReport report, Categories categories) {
    var facts = ReportFacts.of(report);
    var chain = Chain.of(facts);
    var signature = StackSignature.of(facts, chain);
    var outermost = chain.thrown().getFirst();
    return new ReportFindings(
        signature,
        // One exception is its own root cause.
        chain.thrown().size() == 1 && report.getFingerprint().isEmpty()
            ? signature
            : StackSignature.ofRootCause(chain),
        report.getCategory() == null ? categories.of(chain) : report.getCategory(),
        ErrorIdentity.id(report, signature),
        report.getType() == null ? outermost.type() : report.getType(),
        report.getMessage() == null ? outermost.message() : report.getMessage());
  }
}
