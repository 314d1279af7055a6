package dev.fleetpulse.streams.topology.usage;

import java.util.List;
import java.util.Map;

/**
 * What later samples of an instance are measured from: the last reading of each counter, over all
 * processes and per process. Everything that came before can be forgotten.
 *
 * @param ofProcess least recently heard of first
 */
record Carry(Map<Counter, Reading> ofAny, List<OfProcess> ofProcess) {
  /** The last readings of one process. */
  record OfProcess(String process, Map<Counter, Reading> readings) {}
}
