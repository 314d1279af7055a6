package dev.fleetpulse.control;

import dev.fleetpulse.service.access.KnownKey;
import java.util.Optional;
import java.util.OptionalLong;

/** What one record of the control topic says. */
sealed interface ControlRecord {
  /** A key was made. */
  record Created(
      String id, KnownKey key, KeyLabel label, long createdAtMs, Optional<Replaced> replaces)
      implements ControlRecord {}

  /**
   * The key that a created one takes over from.
   *
   * @param endsAtMs from when on the replaced key is no longer valid, epoch milliseconds; nothing
   *     where only a revocation ends it
   */
  record Replaced(String id, OptionalLong endsAtMs) {}

  /** A key is no longer valid, whenever it was made. */
  record Revoked(String id, long revokedAtMs) implements ControlRecord {}

  /**
   * A tenant has these rules for its categories from now on.
   *
   * @param rules nothing where it has none any more
   */
  record Categorised(String tenant, Optional<OwnCategories> rules) implements ControlRecord {}

  /** After how much silence instances count as down. */
  record ThresholdSet(Thresholds.Entry entry) implements ControlRecord {}

  /** The same is no longer set. */
  record ThresholdRemoved(Thresholds.Scope scope) implements ControlRecord {}

  /** Somebody is to work on some instances. */
  record WindowOpened(MaintenanceWindows.Window window) implements ControlRecord {}

  /** The same was taken back. */
  record WindowRemoved(String id) implements ControlRecord {}

  /** An instance was registered. */
  record Enrolled(Enrolment enrolment) implements ControlRecord {}

  /** Of a kind that came later than this build. */
  record Other() implements ControlRecord {}

  /**
   * Cannot be read, now or ever.
   *
   * @param why for the log
   */
  record Unreadable(String why) implements ControlRecord {}
}
