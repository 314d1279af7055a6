package dev.fleetpulse.streams.sink;

import java.time.Duration;

/**
 * When a batch is written: as soon as one of these is reached.
 *
 * @param bytes of the records as they came
 * @param age since the batch's first record
 */
public record BatchLimits(int rows, long bytes, Duration age) {}
