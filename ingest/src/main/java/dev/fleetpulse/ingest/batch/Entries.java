package dev.fleetpulse.ingest.batch;

import dev.fleetpulse.ingest.request.BodyRefusedException;
import dev.fleetpulse.ingest.verdict.Refusal;

/** Tells the entries of a body apart while it comes in, holding no more than one of them. */
interface Entries {
  /** What comes next. */
  sealed interface Next {
    /** One entry, whole. */
    record Entry(EntryBytes bytes) implements Next {}

    /** One entry longer than an entry may be; its bytes are gone. */
    record TooLong() implements Next {}

    /** All was read. */
    record End() implements Next {}

    /** Nobody can say where the next entry begins. */
    record Broken(Refusal refusal) implements Next {}
  }

  /**
   * The next entry.
   *
   * @throws BodyRefusedException where the body can't be read on
   */
  Next next() throws BodyRefusedException;
}
