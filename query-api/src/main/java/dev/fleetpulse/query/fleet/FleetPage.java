package dev.fleetpulse.query.fleet;

import java.util.List;
import java.util.Optional;

/**
 * A part of a fleet.
 *
 * @param total how many fit the filter, on all pages
 * @param next where the page after this one begins; nothing where this is the last
 * @param sight by which it was judged what is shown of them
 */
public record FleetPage(
    List<Instance> instances, long total, Optional<Position> next, Sight sight) {}
