package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What a heartbeat, or silence, makes of an instance's state. States given are never changed. */
final class InstanceStatus {
  private InstanceStatus() {}

  /**
   * The state after a heartbeat. Any heartbeat proves contact; only one that is not older than the
   * latest changes what is known of the instance.
   *
   * @param before null for an instance never heard of
   * @param appendMs when the log took the heartbeat, epoch milliseconds
   */
  static InstanceState afterHeartbeat(
      InstanceState before, Heartbeat heartbeat, long appendMs, StatusClock clock, long revision) {
    var latest =
        before != null && isNewer(before.getLastHeartbeat(), heartbeat)
            ? before.getLastHeartbeat()
            : heartbeat;
    var verdict = Verdict.of(latest);
    var sameStatus = before != null && before.getStatus().equals(verdict.status().word());
    return InstanceState.newBuilder()
        .setTenant(heartbeat.getTenant())
        .setInstanceId(heartbeat.getInstanceId())
        .setApp(latest.getApp())
        .setRevision(revision)
        .setStatus(verdict.status().word())
        .setReason(verdict.reason())
        .setStatusSinceMs(sameStatus ? before.getStatusSinceMs() : clock.nowMs())
        .setFirstSeenMs(before == null ? appendMs : before.getFirstSeenMs())
        .setLastContactMs(before == null ? appendMs : Math.max(before.getLastContactMs(), appendMs))
        .setDownAfterMs(latest.getDownAfterMs())
        .setPartitionClockMs(clock.nowMs())
        .setIngestor(heartbeat.getIngestor())
        .setLastHeartbeat(latest)
        .build();
  }

  /** The state once its {@link #deadlineMs} has passed; empty where silence changes nothing. */
  static Optional<InstanceState> afterSilence(
      InstanceState state, StatusClock clock, long revision) {
    var deadlineMs = deadlineMs(state, clock);
    if (!Status.of(state.getStatus()).expires() || clock.nowMs() <= deadlineMs) {
      return Optional.empty();
    }
    var verdict = Verdict.ofSilence(state.getDownAfterMs());
    return Optional.of(
        InstanceState.newBuilder(state)
            .setRevision(revision)
            .setStatus(verdict.status().word())
            .setReason(verdict.reason())
            .setStatusSinceMs(deadlineMs)
            .setPartitionClockMs(clock.nowMs())
            .build());
  }

  /**
   * Until when the instance must be heard of again, on the clock of its partition. After an outage
   * of our own it has its whole threshold again.
   */
  static long deadlineMs(InstanceState state, StatusClock clock) {
    return Math.max(state.getLastContactMs(), clock.recoveredAtMs()) + state.getDownAfterMs();
  }

  /**
   * The change between two states of an instance; empty where its status stayed.
   *
   * @param before null for an instance never heard of
   */
  static Optional<StatusChange> change(InstanceState before, InstanceState after) {
    if (before != null && before.getStatus().equals(after.getStatus())) {
      return Optional.empty();
    }
    return Optional.of(
        StatusChange.newBuilder()
            .setTenant(after.getTenant())
            .setInstanceId(after.getInstanceId())
            .setApp(after.getApp())
            .setRevision(after.getRevision())
            .setChangedAtMs(after.getStatusSinceMs())
            .setFromStatus(before == null ? null : before.getStatus())
            .setToStatus(after.getStatus())
            .setReason(after.getReason())
            .setLastContactMs(after.getLastContactMs())
            .setDownAfterMs(after.getDownAfterMs())
            .setPartitionClockMs(after.getPartitionClockMs())
            .setIngestor(after.getIngestor())
            .build());
  }

  /** Of equal timestamps the greater hash is the newer, whichever came first. */
  private static boolean isNewer(Heartbeat one, Heartbeat other) {
    if (one.getTimestampMs() != other.getTimestampMs()) {
      return one.getTimestampMs() > other.getTimestampMs();
    }
    return Arrays.compareUnsigned(bytes(one.getHash()), bytes(other.getHash())) > 0;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
