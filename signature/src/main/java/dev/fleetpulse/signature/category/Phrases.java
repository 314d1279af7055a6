package dev.fleetpulse.signature.category;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All words that any rule looks for in a message, as a tree of characters, so that a message is
 * read once however many rules there are.
 */
final class Phrases {
  private final Node root = new Node();

  /** A character on the way; a phrase ends here if it is set. */
  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private String phrase;
  }

  static Phrases of(List<CategoryRule> rules) {
    var phrases = new Phrases();
    for (var rule : rules) {
      for (var condition : rule.conditions()) {
        if (condition instanceof Condition.Says says) {
          phrases.add(says.words());
        }
      }
    }
    return phrases;
  }

  private void add(String phrase) {
    var node = root;
    for (var i = 0; i < phrase.length(); i++) {
      node = node.next.computeIfAbsent(phrase.charAt(i), _ -> new Node());
    }
    node.phrase = phrase;
  }

  /** The phrases that stand anywhere in the text. */
  Set<String> in(String text) {
    var found = new HashSet<String>();
    for (var i = 0; i < text.length(); i++) {
      var node = root.next.get(text.charAt(i));
      for (var j = i + 1; node != null; j++) {
        if (node.phrase != null) {
          found.add(node.phrase);
        }
        node = j < text.length() ? node.next.get(text.charAt(j)) : null;
      }
    }
    return found;
  }
}
