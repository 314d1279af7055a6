package dev.fleetpulse.streams.topology.usage;

import java.util.Optional;

/** The hour blocks of one instance, wherever they are kept; hours as epoch milliseconds. */
interface InstanceHours {
  /** A block and the start of its hour. */
  record Entry(long hourMs, HourBlock block) {}

  Optional<HourBlock> at(long hourMs);

  Optional<Entry> lastBefore(long hourMs);

  Optional<Entry> firstAfter(long hourMs);

  void put(long hourMs, HourBlock block);

  void remove(long hourMs);
}
