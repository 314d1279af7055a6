package dev.fleetpulse.signature.category;

import dev.fleetpulse.signature.Chain;
import dev.fleetpulse.signature.StackFrame;
import dev.fleetpulse.signature.Thrown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The kind of an error: the first rule that fits decides. Immutable. */
public final class Categories {
  /** Where no rule fits. */
  public static final String UNKNOWN = "unknown";

  /** The words there are for kinds of errors. */
  public static final Set<String> ALL =
      Set.of(
          "null-dereference",
          "type-error",
          "syntax",
          "missing-module",
          "network",
          "dns",
          "timeout",
          "tls",
          "auth",
          "rate-limit",
          "database",
          "disk-full",
          "out-of-memory",
          "permission",
          "file-not-found",
          "config",
          "parse",
          "concurrency",
          "assertion",
          "external-service",
          "resource-leak",
          UNKNOWN);

  private static final String FILE = "categories.rules";
  private static final int RULES_MAX = 2000;
  private static final int FRAMES = 3;

  private final List<CategoryRule> rules;
  private final Phrases phrases;

  private Categories(List<CategoryRule> rules) {
    if (rules.size() > RULES_MAX) {
      throw new IllegalArgumentException(
          "At most " + RULES_MAX + " rules of categories, but there are " + rules.size());
    }
    this.rules = List.copyOf(rules);
    phrases = Phrases.of(rules);
  }

  /** Our own rules, the same for everybody. */
  public static Categories builtIn() {
    try (var file = Categories.class.getResourceAsStream(FILE)) {
      return new Categories(
          CategoryRule.parseAll(new String(file.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("read " + FILE, e);
    }
  }

  /**
   * Somebody's own rules and no others.
   *
   * @throws IllegalArgumentException if a line is no rule; the message says which and why
   */
  public static Categories of(String rules) {
    return new Categories(CategoryRule.parseAll(rules));
  }

  /** How many rules there are. */
  public int size() {
    return rules.size();
  }

  /**
   * These rules after others of the same form, which are asked first.
   *
   * @throws IllegalArgumentException if a line is no rule; the message says which and why
   */
  public Categories after(String additions) {
    var all = new ArrayList<>(CategoryRule.parseAll(additions));
    all.addAll(rules);
    return new Categories(all);
  }

  /** The kind of the root cause, or else of what it led to, outwards; {@link #UNKNOWN} at last. */
  public String of(Chain chain) {
    for (var thrown : chain.thrown().reversed()) {
      var category = of(thrown);
      if (!category.equals(UNKNOWN)) {
        return category;
      }
    }
    return UNKNOWN;
  }

  private String of(Thrown thrown) {
    var evidence =
        new Evidence(thrown.type(), thrown.message(), innermost(thrown.frames()), phrases);
    for (var rule : rules) {
      if (rule.fits(evidence)) {
        return rule.category();
      }
    }
    return UNKNOWN;
  }

  private static List<StackFrame> innermost(List<StackFrame> frames) {
    return frames.subList(0, Math.min(FRAMES, frames.size()));
  }
}
