package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;

/**
 * What a report tells about its error, also where it only stands in the stack.
 *
 * @param type of the outermost exception; null where nothing names it
 * @param message of the outermost exception; null where it has none
 */
record ReportFindings(Chain chain, String signature, String type, String message) {
  static ReportFindings of(ErrorFacts facts) {
    var chain = Chain.of(facts);
    var outermost = chain.thrown().getFirst();
    return new ReportFindings(
        chain,
        StackSignature.of(facts, chain),
        facts.type() == null ? outermost.type() : facts.type(),
        facts.message() == null ? outermost.message() : facts.message());
  }
}
