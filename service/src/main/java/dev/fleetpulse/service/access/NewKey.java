package dev.fleetpulse.service.access;

import java.security.SecureRandom;

/**
 * A key that was just made up: the only moment at which its secret is known.
 *
 * @param text as it is presented: {@code fpk_<id>_<secret>}
 */
public record NewKey(ApiKey key, String text) {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 8;
  private static final int SECRET_LENGTH = 40;

  /** Makes one up. */
  public static NewKey random(SecureRandom random) {
    var text = "fpk_" + letters(random, ID_LENGTH) + "_" + letters(random, SECRET_LENGTH);
    return new NewKey(ApiKey.parse(text).orElseThrow(), text);
  }

  /** Without the secret, so that it does not end in a log. */
  @Override
  public String toString() {
    return "NewKey " + key.id();
  }

  private static String letters(SecureRandom random, int count) {
    var letters = new StringBuilder(count);
    for (var i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }
}
