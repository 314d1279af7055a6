package dev.fleetpulse.load.endtoend;

import java.util.Optional;
import java.util.SortedMap;

/**
 * What an instance used in an hour.
 *
 * @param hour its start, epoch milliseconds
 * @param stepFrom epoch milliseconds
 * @param rises by {@code total}, {@code category/…} and {@code model/…}
 */
record UsageRow(
    String instance,
    String app,
    long hour,
    long samples,
    Optional<Long> stepFrom,
    SortedMap<String, Amount> rises) {}
