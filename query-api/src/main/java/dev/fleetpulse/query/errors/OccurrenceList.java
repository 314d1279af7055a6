package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.errors.ErrorDetail.Occurrence;
import dev.fleetpulse.query.request.Page;
import java.util.List;

/**
 * Kept occurrences of one signature, the latest first.
 *
 * @param total how many are kept, on all pages
 * @param standFor how many occurrences these stand for, about
 */
record OccurrenceList(
    String signature, List<Occurrence> occurrences, long total, long standFor, Page page) {}
