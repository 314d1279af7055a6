package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.StatusChange;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** What a heartbeat, or silence, makes of an instance's state. States given are never changed. */
final class InstanceStatus {
  private InstanceStatus() {}

  /**
   * A heartbeat as it comes in.
   *
   * @param appendMs when the log took it, epoch milliseconds
   * @param isOld whether it lay in an instance's queue for so long that it says nothing of now
   */
  record Arrival(Heartbeat heartbeat, long appendMs, boolean isOld) {}

  /**
   * The state after a heartbeat. Any heartbeat proves contact; only one that is not older than the
   * latest changes what is known of the instance, and only one that is not old what it is now.
   *
   * @param before null for an instance never heard of
   * @param skew as known with this heartbeat
   */
  static InstanceState afterHeartbeat(
      InstanceState before, Arrival arrival, StatusClock clock, Place place, OptionalLong skew) {
    var heartbeat = arrival.heartbeat();
    var latest =
        before != null && isNewer(before.getLastHeartbeat(), heartbeat)
            ? before.getLastHeartbeat()
            : heartbeat;
    var verdict = verdict(before, arrival, latest);
    var sameStatus = before != null && before.getStatus().equals(verdict.status().word());
    return InstanceState.newBuilder()
        .setTenant(heartbeat.getTenant())
        .setInstanceId(heartbeat.getInstanceId())
        .setApp(latest.getApp())
        .setRevision(place.revision())
        .setStatus(verdict.status().word())
        .setReason(verdict.reason())
        .setStatusSinceMs(sameStatus ? before.getStatusSinceMs() : clock.nowMs())
        .setFirstSeenMs(before == null ? arrival.appendMs() : before.getFirstSeenMs())
        .setLastContactMs(
            before == null
                ? arrival.appendMs()
                : Math.max(before.getLastContactMs(), arrival.appendMs()))
        .setDownAfterMs(heartbeat.getDownAfterMs())
        .setPartitionClockMs(clock.nowMs())
        .setIngestor(heartbeat.getIngestor())
        .setLastHeartbeat(latest)
        .setPartition(place.partition())
        .setSkewMs(skew.isPresent() ? (Long) skew.getAsLong() : null)
        .build();
  }

  /** Out of an old queue only life is proven: how it was when it was last heard is how it is. */
  private static Verdict verdict(InstanceState before, Arrival arrival, Heartbeat latest) {
    if (!arrival.isOld() || before == null) {
      return Verdict.of(latest);
    }
    if (Status.of(before.getStatus()) != Status.DOWN) {
      return new Verdict(Status.of(before.getStatus()), before.getReason());
    }
    var last = Verdict.of(before.getLastHeartbeat());
    return last.status() == Status.STOPPED
        ? new Verdict(Status.HEALTHY, "heartbeats of earlier received")
        : last;
  }

  /** The state once silence has lasted until the given time, when it counts. */
  static InstanceState afterSilence(
      InstanceState state, long deadlineMs, StatusClock clock, Place place) {
    var verdict = Verdict.ofSilence(state.getDownAfterMs());
    return InstanceState.newBuilder(state)
        .setRevision(place.revision())
        .setStatus(verdict.status().word())
        .setReason(verdict.reason())
        .setStatusSinceMs(deadlineMs)
        .setPartitionClockMs(clock.nowMs())
        .build();
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
