package dev.fleetpulse.devstack.up;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key with which everybody on this machine tries things out.
 *
 * @param text as it is presented: {@code fpk_<id>_<secret>}
 */
record DemoKey(String text) {
  private static final String TENANT = "demo";
  private static final String SCOPES = "ingest+read";

  /** What ingest and query-api are told: everything but the secret itself. */
  String setting() {
    var parts = text.split("_", -1);
    return "%s:%s:%s:%s".formatted(parts[1], TENANT, SCOPES, sha256(parts[2]));
  }

  private static String sha256(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  /** Without the secret, so that it does not end in a log. */
  @Override
  public String toString() {
    return "DemoKey";
  }
}
