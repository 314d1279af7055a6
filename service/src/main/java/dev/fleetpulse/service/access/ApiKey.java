package dev.fleetpulse.service.access;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as a client presents it: {@code fpk_<id>_<secret>}, an id of 8 characters and a secret of
 * 32 or more, both letters and digits.
 */
public record ApiKey(String id, SecretHash secret) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{8}");
  private static final Pattern FORM = Pattern.compile("fpk_(" + ID + ")_([A-Za-z0-9]{32,128})");

  /** The key, or nothing where the text is not of a key's form. */
  public static Optional<ApiKey> parse(String text) {
    var match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new ApiKey(match.group(1), SecretHash.of(match.group(2))))
        : Optional.empty();
  }

  /** Whether the text has the form of a key's id. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
