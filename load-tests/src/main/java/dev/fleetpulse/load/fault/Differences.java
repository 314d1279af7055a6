package dev.fleetpulse.load.fault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What is not as it should be, a line each. */
public final class Differences {
  private static final int SHOWN_MAX = 5;

  private final List<String> lines = new ArrayList<>();

  /**
   * Compares rows, in any order. One that is there twice and should be once is one too many.
   *
   * @param where they were found
   */
  public void compare(String where, List<String> expected, List<String> found) {
    var left = new HashSet<>(expected);
    for (var row : found) {
      if (!left.remove(row)) {
        lines.add(where + " has    " + row);
      }
    }
    expected.stream().filter(left::contains).forEach(row -> lines.add(where + " lacks  " + row));
  }

  /**
   * Compares how many there are.
   *
   * @param what is counted
   */
  public void compare(String where, String what, long expected, long found) {
    if (expected != found) {
      add("%s has %d %s of %d".formatted(where, found, what, expected));
    }
  }

  /** One more, in its own words. */
  public void add(String line) {
    lines.add(line);
  }

  /** All of them. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** How many there are, and the first of them, for people. */
  public static String text(List<String> lines) {
    var text = new StringBuilder("differences                %,10d%n".formatted(lines.size()));
    lines.stream().limit(SHOWN_MAX).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
