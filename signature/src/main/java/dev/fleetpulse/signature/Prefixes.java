package dev.fleetpulse.signature;

/** Whether a text begins with one of many words, in one walk over its beginning. */
final class Prefixes {
  private static final int CHARACTERS = 128;

  private int[][] next = new int[64][];
  private boolean[] ends = new boolean[64];
  private int nodes = 1;

  /** Of plain ASCII. */
  Prefixes(String... words) {
    next[0] = new int[CHARACTERS];
    for (var word : words) {
      add(word);
    }
  }

  private void add(String word) {
    var node = 0;
    for (var i = 0; i < word.length(); i++) {
      var character = word.charAt(i);
      if (next[node][character] == 0) {
        next[node][character] = newNode();
      }
      node = next[node][character];
    }
    ends[node] = true;
  }

  private int newNode() {
    if (nodes == next.length) {
      next = java.util.Arrays.copyOf(next, nodes * 2);
      ends = java.util.Arrays.copyOf(ends, nodes * 2);
    }
    next[nodes] = new int[CHARACTERS];
    return nodes++;
  }

  boolean begin(String text) {
    var node = 0;
    for (var i = 0; i < text.length(); i++) {
      var character = text.charAt(i);
      if (character >= CHARACTERS) {
        return false;
      }
      node = next[node][character];
      if (node == 0) {
        return false;
      }
      if (ends[node]) {
        return true;
      }
    }
    return false;
  }
}
