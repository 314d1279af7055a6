package dev.fleetpulse.control;

import dev.fleetpulse.signature.category.Categories;
import java.nio.charset.StandardCharsets;

/**
 * A tenant's own rules for the categories of its errors.
 *
 * @param text as it was set
 */
public record OwnCategories(String text, Categories rules) {
  /** So many rules of its own a tenant may have: each costs every one of its errors a little. */
  public static final int RULES_MAX = 500;

  private static final int BYTES_MAX = 64 << 10;

  /**
   * The rules of a text.
   *
   * @throws IllegalArgumentException if it can't be taken; the message says which line and why
   */
  public static OwnCategories parse(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "Rules of categories must not be longer than " + BYTES_MAX + " bytes");
    }
    var rules = Categories.of(text);
    if (rules.size() == 0 || rules.size() > RULES_MAX) {
      throw new IllegalArgumentException(
          "There must be 1 to %d rules of categories, but there are %d"
              .formatted(RULES_MAX, rules.size()));
    }
    return new OwnCategories(text, rules);
  }
}
