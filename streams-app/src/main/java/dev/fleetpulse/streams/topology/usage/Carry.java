package dev.fleetpulse.streams.topology.usage;

import java.util.Map;

/**
 * What later samples of an instance are measured from: the last reading of each counter, over all
 * processes and per process. Everything that came before can be forgotten.
 *
 * @param ofProcess least recently heard of first
 */
record Carry(Map<Counter, Reading> ofAny, Map<String, Map<Counter, Reading>> ofProcess) {
  /** Before an instance's first sample. */
  static final Carry NONE = new Carry(Map.of(), Map.of());
}
