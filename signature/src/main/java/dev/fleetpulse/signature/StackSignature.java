package dev.fleetpulse.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What errors have in common that are the same bug. */
public final class StackSignature {
  /**
   * Version of the algorithm. Whatever changes the canonical text of any error makes a new version;
   * {@code docs/signatures.md} says how to move to one.
   */
  public static final int VERSION = 1;

  private static final int FINGERPRINT_CHARACTERS_MAX = 4096;

  private StackSignature() {}

  /** The hex SHA-256 of {@link #canonicalText}, in UTF-8. */
  public static String of(ErrorFacts facts) {
    return hash(canonicalText(facts));
  }

  /** The same, where the error was read already: {@code Chain.of} the same facts. */
  public static String of(ErrorFacts facts, Chain chain) {
    return hash(canonicalText(facts, chain));
  }

  /**
   * The signature of the root cause alone, whatever wraps it and whoever called: what errors of
   * several applications have in common.
   */
  public static String ofRootCause(Chain chain) {
    return hash(canonicalText(new Chain(chain.language(), List.of(chain.root()))));
  }

  /** The text that is hashed: one part per line, each named. */
  public static String canonicalText(ErrorFacts facts) {
    return canonicalText(facts, Chain.of(facts));
  }

  static String canonicalText(ErrorFacts facts, Chain chain) {
    return facts.fingerprint().isEmpty() ? canonicalText(chain) : fingerprint(facts.fingerprint());
  }

  static String hash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** The client groups as it likes; the name in front keeps it apart from all that we derive. */
  private static String fingerprint(List<String> parts) {
    var text = new StringBuilder("fingerprint\n");
    for (var part : parts) {
      var room = FINGERPRINT_CHARACTERS_MAX - text.length();
      if (room > 0) {
        text.append(part, 0, Math.min(room, part.length())).append('\n');
      }
    }
    return text.toString();
  }

  private static String canonicalText(Chain chain) {
    var root = chain.root();
    var exhausted = Exhaustion.of(root);
    if (exhausted != null) {
      return "exhausted " + exhausted + "\n";
    }
    var text = new StringBuilder(256);
    text.append("language ").append(chain.language().label()).append('\n');
    text.append("type ").append(TypeName.of(root.type())).append('\n');
    if (TypeName.isStackOverflow(root.type(), root.message())) {
      var cycle = Selection.cycle(chain.language(), root);
      if (!cycle.isEmpty()) {
        cycle.forEach(name -> text.append("cycle ").append(name).append('\n'));
        return text.toString();
      }
    }
    var chosen = Selection.of(chain);
    for (var name : chosen.names()) {
      text.append("at ").append(name).append('\n');
    }
    if (chosen.kind() == null || chosen.kind().needsMessage()) {
      text.append("message ").append(MessageText.of(root.message())).append('\n');
    }
    return text.toString();
  }
}
