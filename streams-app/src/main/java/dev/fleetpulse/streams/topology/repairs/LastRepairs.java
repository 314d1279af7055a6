package dev.fleetpulse.streams.topology.repairs;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.Repair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The repair that a heartbeat tells of. */
final class LastRepairs {
  private static final int ID_BYTES = 8;

  private LastRepairs() {}

  /**
   * The repair, if there is one. One without a time can't be told from another like it, so that it
   * is in the instance's counters alone.
   */
  static Optional<Repair> of(Heartbeat heartbeat, long revision) {
    var repairs = heartbeat.getRepairs();
    if (repairs == null
        || repairs.getLast() == null
        || repairs.getLast().getTimestampMs() == null) {
      return Optional.empty();
    }
    var last = repairs.getLast();
    return Optional.of(
        Repair.newBuilder()
            .setTenant(heartbeat.getTenant())
            .setInstanceId(heartbeat.getInstanceId())
            .setApp(heartbeat.getApp())
            .setRepairId(id(last))
            .setTimestampMs(last.getTimestampMs())
            .setRevision(revision)
            .setError(last.getError())
            .setResolution(last.getResolution())
            .setSuccess(last.getSuccess())
            .setTokens(last.getTokens())
            .setCostNanos(last.getCostNanos())
            .setMode(last.getMode())
            .setModel(last.getModel())
            .setDurationMs(last.getDurationMs())
            .build());
  }

  private static String id(LastRepair repair) {
    var digest = sha256();
    for (var part :
        Arrays.asList(
            repair.getError(),
            repair.getResolution(),
            repair.getSuccess(),
            repair.getTokens(),
            repair.getCostNanos(),
            repair.getMode(),
            repair.getModel(),
            repair.getDurationMs())) {
      // The length in front keeps two texts from being another two; -1 says that there is none.
      var bytes = part == null ? null : part.toString().getBytes(StandardCharsets.UTF_8);
      digest.update(
          ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
      if (bytes != null) {
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
