package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Checksum;

/**
 * A name for exactly these rows, by where they came from: one topic's partitions and offsets. Their
 * content is part of it, because a topic that is made anew counts its offsets from the start.
 */
final class BatchToken {
  private static final int PLACE_BYTES = Integer.BYTES + Long.BYTES;

  private BatchToken() {}

  /**
   * The name.
   *
   * @param checksum of the rows as they are sent
   */
  static String of(List<? extends Row<?>> rows, Checksum checksum) {
    var places = ByteBuffer.allocate(Long.BYTES + rows.size() * PLACE_BYTES);
    places.putLong(checksum.getValue());
    for (var row : rows) {
      places.putInt(row.source().partition()).putLong(row.source().offset());
    }
    var digest = sha256();
    if (!rows.isEmpty()) {
      digest.update(rows.getFirst().source().topic().getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest(places.array()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
