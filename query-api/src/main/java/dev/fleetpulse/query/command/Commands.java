package dev.fleetpulse.query.command;

import java.util.List;

/**
 * Where decisions are appended to.
 *
 * @param <C> a decision
 */
@FunctionalInterface
public interface Commands<C> {
  /** What became of them. */
  sealed interface Outcome {
    /** The broker has all of them. */
    record Appended() implements Outcome {}

    /**
     * It may have some of them or none: the same decision may be sent again.
     *
     * @param reason for the client
     */
    record Unavailable(String reason) implements Outcome {}
  }

  /** Appends commands, and returns when the broker has answered or a bound has passed. */
  Outcome append(List<C> commands);

  /** Where there is no broker to append to. */
  static <C> Commands<C> none() {
    return commands ->
        new Outcome.Unavailable("This query API knows no broker: FLEETPULSE_KAFKA is not set");
  }
}
