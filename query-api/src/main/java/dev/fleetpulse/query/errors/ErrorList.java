package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.request.Page;
import java.time.Instant;
import java.util.List;

/**
 * One page of groups.
 *
 * @param total how many groups there are on all pages
 * @param totalOccurrences of all of them
 * @param from beginning of the range used; null where all time was asked for, as {@code to}
 */
record ErrorList(
    List<ErrorGroup> groups,
    long total,
    long totalOccurrences,
    Instant from,
    Instant to,
    Page page) {}
