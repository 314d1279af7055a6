package dev.fleetpulse.signature.category;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of the rules.
 *
 * @param conditions all of which must hold; at least one
 */
record CategoryRule(String category, List<Condition> conditions) {
  private static final int LINE_CHARACTERS_MAX = 500;

  CategoryRule {
    conditions = List.copyOf(conditions);
  }

  boolean fits(Evidence evidence) {
    for (var condition : conditions) {
      if (!condition.holds(evidence)) {
        return false;
      }
    }
    return true;
  }

  /**
   * The rules of a text, in its order; empty lines and those that begin with # are passed over.
   *
   * @throws IllegalArgumentException if a line is no rule; the message says which and why
   */
  static List<CategoryRule> parseAll(String text) {
    var rules = new ArrayList<CategoryRule>();
    var number = 0;
    for (var line : text.lines().toList()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        rules.add(parse(line, number));
      }
    }
    return rules;
  }

  private static CategoryRule parse(String line, int number) {
    if (line.length() > LINE_CHARACTERS_MAX) {
      throw bad(number, "is longer than " + LINE_CHARACTERS_MAX + " characters");
    }
    var space = line.indexOf(' ');
    if (space <= 0) {
      throw bad(number, "needs a category and a condition");
    }
    var category = line.substring(0, space);
    if (!Categories.ALL.contains(category)) {
      throw bad(number, "names no category there is: " + category);
    }
    var conditions = new ArrayList<Condition>();
    for (var part : line.substring(space).split(" & ", -1)) {
      var condition = Condition.parse(part.stripLeading());
      if (condition == null) {
        throw bad(number, "has a condition other than code, type, says or frame: " + part.strip());
      }
      conditions.add(condition);
    }
    return new CategoryRule(category, conditions);
  }

  private static IllegalArgumentException bad(int number, String what) {
    return new IllegalArgumentException("Rules of categories, line " + number + " " + what);
  }
}
