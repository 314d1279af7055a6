package dev.fleetpulse.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Keys of two tenants that must know nothing of each other. */
public final class TestKeys {
  /** Reads as acme. */
  public static final String ACME = key("acmeread", 'a');

  /** Reads as rival. */
  public static final String RIVAL = key("rivlread", 'r');

  /** Decides as acme. */
  public static final String ACME_ADMIN = key("acmeadmn", 'd');

  /** Does everything as acme. */
  public static final String ACME_OWNER = key("acmeownr", 'o');

  /** Decides as rival. */
  public static final String RIVAL_ADMIN = key("rivladmn", 'v');

  /** Reads as solo, of whom nobody else knows anything. */
  public static final String SOLO = key("soloread", 's');

  /** Sends as acme. */
  public static final String INGEST_ONLY = key("acmesend", 'i');

  static final String UNKNOWN = key("stranger", 'u');

  static final String SETTING =
      String.join(
          ",",
          "acmeread:acme:read:" + sha256("a".repeat(32)),
          "rivlread:rival:read+ingest:" + sha256("r".repeat(32)),
          "acmeadmn:acme:admin:" + sha256("d".repeat(32)),
          "acmeownr:acme:admin+read+ingest+enroll:" + sha256("o".repeat(32)),
          "rivladmn:rival:admin:" + sha256("v".repeat(32)),
          "soloread:solo:read:" + sha256("s".repeat(32)),
          "acmesend:acme:ingest:" + sha256("i".repeat(32)));

  private TestKeys() {}

  private static String key(String id, char secret) {
    return "fpk_" + id + "_" + Character.toString(secret).repeat(32);
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
