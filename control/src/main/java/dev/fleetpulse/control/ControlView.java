package dev.fleetpulse.control;

import java.util.concurrent.CompletableFuture;

/** What this process knows of control, and how sure it is of that. */
interface ControlView {
  /** Whether all that was acknowledged more than two seconds ago is known. */
  boolean isConfirmed();

  /** What is known. */
  KeyRing keys();

  /**
   * Asks the broker as soon as may be whether there is more.
   *
   * @return shared by all who ask meanwhile; completed once everything is known that was
   *     acknowledged before this was called, exceptionally where nobody can tell
   */
  CompletableFuture<Void> caughtUp();
}
