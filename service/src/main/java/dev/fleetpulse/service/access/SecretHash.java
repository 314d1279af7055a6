package dev.fleetpulse.service.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** SHA-256 of a key's secret: all that is ever kept of it. */
public final class SecretHash {
  private static final int BYTES = 32;

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
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("A SHA-256 has " + 2 * BYTES + " hex digits");
    }
    return new SecretHash(HexFormat.of().parseHex(hex));
  }

  /**
   * The hash that {@link #bytes()} gave.
   *
   * @throws IllegalArgumentException if it is not of a SHA-256's length
   */
  public static SecretHash ofBytes(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException("A SHA-256 has " + BYTES + " bytes");
    }
    return new SecretHash(sha256.clone());
  }

  /** The hash itself. */
  public byte[] bytes() {
    return sha256.clone();
  }

  /** Takes the same time wherever the two differ. */
  boolean matches(SecretHash other) {
    return MessageDigest.isEqual(sha256, other.sha256);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretHash hash && matches(hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }
}
