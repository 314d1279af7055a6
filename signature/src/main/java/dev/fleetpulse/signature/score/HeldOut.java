package dev.fleetpulse.signature.score;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The sixth of all true groups that nobody looks at while rules are written, so that a score over
 * them says what the rules are worth on errors never seen.
 *
 * <p>Decided before the first rule was written, by the group's name alone, and never to be changed.
 */
final class HeldOut {
  private static final BigInteger PARTS = BigInteger.valueOf(6);

  private HeldOut() {}

  /** Whether the group is set aside: SHA-256 of its name in UTF-8, as a number, modulo 6, is 0. */
  static boolean contains(String group) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(group.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, hash).mod(PARTS).signum() == 0;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
