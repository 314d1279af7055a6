package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorOccurrence;
import java.util.Optional;

/** What reaches a group, in one order. */
sealed interface GroupNews {
  /**
   * More occurrences.
   *
   * @param sample one that is earlier than all the partition had before
   */
  record Tallied(Tally tally, Optional<ErrorOccurrence> sample) implements GroupNews, Found {}

  /** What a person decided. */
  record Commanded(ErrorCommand command) implements GroupNews {}
}
