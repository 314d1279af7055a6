package dev.fleetpulse.signature.score;

/**
 * A report whose true group is known.
 *
 * @param variant which mechanical change of another report it is; empty for a report of its own
 */
record LabelledReport(String id, String group, String variant, String stack) {}
