package dev.fleetpulse.streams.topology.usage;

import java.util.Optional;

/** The hour blocks of one instance, wherever they are kept; hours as epoch milliseconds. */
interface InstanceHours {
  /** The block of the latest hour. */
  Optional<HourBlock> newest();

  Optional<HourBlock> at(long hourMs);

  Optional<HourBlock> lastBefore(long hourMs);

  Optional<HourBlock> firstAfter(long hourMs);

  void put(HourBlock block);

  void remove(long hourMs);
}
