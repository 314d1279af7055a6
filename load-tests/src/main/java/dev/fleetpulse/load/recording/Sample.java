package dev.fleetpulse.load.recording;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A machine reports.
 *
 * @param timeMs milliseconds from the start of the recording
 */
record Sample(long timeMs, Machine machine, Optional<Load> load) {

  /** What was measured, as recorded; memory may pass 100 where a machine was promised less. */
  record Load(BigDecimal cpuPercent, BigDecimal memoryPercent) {}
}
