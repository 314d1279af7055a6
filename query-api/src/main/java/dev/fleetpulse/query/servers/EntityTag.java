package dev.fleetpulse.query.servers;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Says of an answer by a short text which one it is, so that the same need not be sent again. */
final class EntityTag {
  private static final int BYTES = 12;

  private EntityTag() {}

  /** Of everything that decides about an answer. */
  static String of(Object... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(List.of(parts).toString().getBytes(StandardCharsets.UTF_8));
      return "W/\"%s\"".formatted(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /**
   * Lets the client's own cache keep the answer, and nobody else's, for nothing but asking again.
   */
  static void write(Context ctx, String tag) {
    ctx.header("ETag", tag)
        .header("Cache-Control", "private, no-cache")
        .header("Vary", "Authorization, x-api-key, Accept");
  }

  /** Whether the client has this very answer. */
  static boolean isKnown(Context ctx, String tag) {
    var given = ctx.header("If-None-Match");
    return given != null
        && Arrays.stream(given.split(",", -1))
            .map(String::strip)
            .anyMatch(each -> each.equals("*") || each.equals(tag));
  }
}
