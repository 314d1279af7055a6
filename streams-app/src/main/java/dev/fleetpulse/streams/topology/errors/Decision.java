package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.streams.StateBytes;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;

/**
 * The last thing a person decided about a group.
 *
 * @param atMs append time of the command
 */
record Decision(Action action, String by, String commandId, long atMs) {
  /** What there is to decide. */
  enum Action {
    resolve,
    ignore,
    reopen
  }

  /** The status of a group. */
  record Status(String name, long sinceMs, String by, Long resolvedAtMs) {
    static final String NEW = "new";
    static final String REGRESSED = "regressed";
    static final String REOPENED = "reopened";
    static final String RESOLVED = "resolved";
    static final String IGNORED = "ignored";
  }

  /** What a command means; nothing for one that only a later build knows. */
  static Optional<Decision> of(ErrorCommand command, long appendMs) {
    for (var action : Action.values()) {
      if (action.name().equals(command.getAction())) {
        return Optional.of(new Decision(action, command.getBy(), command.getCommandId(), appendMs));
      }
    }
    return Optional.empty();
  }

  /**
   * The status of a group: whatever the order in which figures and decisions meet, it follows from
   * the last decision and from when the group was seen last.
   */
  static Status status(Optional<Decision> last, ErrorGroup group) {
    if (last.isEmpty()) {
      return new Status(Status.NEW, group.getFirstReceivedMs(), null, null);
    }
    var decision = last.get();
    return switch (decision.action) {
      case reopen -> new Status(Status.REOPENED, decision.atMs, decision.by, null);
      case ignore -> new Status(Status.IGNORED, decision.atMs, decision.by, null);
      case resolve ->
          group.getLastReceivedMs() <= decision.atMs
              ? new Status(Status.RESOLVED, decision.atMs, decision.by, decision.atMs)
              : regressed(group, decision);
    };
  }

  /** It stays regressed since it was seen first after it had been resolved. */
  private static Status regressed(ErrorGroup group, Decision decision) {
    var wasBefore =
        Status.REGRESSED.equals(group.getStatus())
            && Long.valueOf(decision.atMs).equals(group.getResolvedAtMs());
    return new Status(
        Status.REGRESSED,
        wasBefore ? group.getStatusSinceMs() : group.getLastReceivedMs(),
        null,
        decision.atMs);
  }

  static Serde<Decision> serde() {
    return StateBytes.serde(
        (out, decision) -> {
          StateBytes.writeText(out, decision.action.name());
          StateBytes.writeText(out, decision.by);
          StateBytes.writeText(out, decision.commandId);
          out.writeLong(decision.atMs);
        },
        in ->
            new Decision(
                Action.valueOf(StateBytes.readText(in)),
                StateBytes.readText(in),
                StateBytes.readText(in),
                in.readLong()));
  }
}
