package dev.fleetpulse.query.errors;

import java.util.List;

/**
 * A decision that was taken up; groups show it a few seconds later.
 *
 * @param apps whose groups it is about
 */
record Decided(String signature, String action, String by, List<String> apps) {}
