package dev.fleetpulse.ingest;

import dev.fleetpulse.service.access.AccessKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys of tests: one that may send, one that may only read, one that nobody knows. */
final class TestKeys {
  static final String INGEST = "fpk_ingest01_0123456789abcdefghijklmnopqrstuv";
  static final String READ_ONLY = "fpk_reader01_abcdefghijklmnopqrstuvwxyz012345";
  static final String UNKNOWN = "fpk_ingest01_vutsrqponmlkjihgfedcba9876543210";

  static final String SETTING =
      "ingest01:acme:ingest:" + hash(INGEST) + ",reader01:acme:read:" + hash(READ_ONLY);
  static final AccessKeys KEYS = AccessKeys.parse(SETTING);

  private TestKeys() {}

  private static String hash(String key) {
    var secret = key.substring("fpk_ingest01_".length());
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
