package dev.fleetpulse.service.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of a key's secret: all that is ever kept of it. */
final class SecretHash {
  private static final int HEX_DIGITS = 64;

  private final byte[] sha256;

  private SecretHash(byte[] sha256) {
    this.sha256 = sha256;
  }

  static SecretHash of(String secret) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return new SecretHash(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }

  static SecretHash ofHex(String hex) {
    if (hex.length() != HEX_DIGITS) {
      throw new IllegalArgumentException("A SHA-256 has " + HEX_DIGITS + " hex digits");
    }
    return new SecretHash(HexFormat.of().parseHex(hex));
  }

  /** Takes the same time wherever the two differ. */
  boolean matches(SecretHash other) {
    return MessageDigest.isEqual(sha256, other.sha256);
  }
}
