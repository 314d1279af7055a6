package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorOccurrence;

/** What a report leads to. */
sealed interface Found permits Found.Kept, GroupNews.Tallied {
  /** It is kept as it is. */
  record Kept(ErrorOccurrence occurrence) implements Found {}
}
