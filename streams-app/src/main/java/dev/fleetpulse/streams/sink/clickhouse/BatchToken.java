package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.streams.sink.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A name for exactly these rows, by where they came from. */
final class BatchToken {
  private BatchToken() {}

  static String of(List<? extends Row<?>> rows) {
    var digest = sha256();
    for (var row : rows) {
      var source = row.source();
      var place = source.topic() + "-" + source.partition() + "@" + source.offset() + "\n";
      digest.update(place.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
