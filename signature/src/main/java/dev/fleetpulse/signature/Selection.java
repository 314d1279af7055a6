package dev.fleetpulse.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which frames tell what bug it is. */
final class Selection {
  /** Fewer frames put bugs together, more take one bug apart by who called it. */
  static final int FRAMES_MAX = 3;

  /** One test stands for itself; what called it is how it was run. */
  private static final int TESTS_MAX = 1;

  private static final int CYCLE_MAX = 8;
  private static final int CYCLE_FRAMES_MAX = 100;

  private final Language language;
  private final List<String> names = new ArrayList<>(FRAMES_MAX);
  private FrameKind kind;
  private String lastPlace;

  private Selection(Language language) {
    this.language = language;
  }

  /**
   * What was chosen.
   *
   * @param kind of the frames that count; null if none does
   * @param names normalised, innermost first
   */
  record Chosen(FrameKind kind, List<String> names) {}

  /**
   * From the root cause outwards, as an enclosing exception's frames are further out: the innermost
   * distinct places of the best kind there is.
   */
  static Chosen of(Chain chain) {
    var selection = new Selection(chain.language());
    for (var i = chain.thrown().size() - 1; i >= 0; i--) {
      for (var frame : chain.thrown().get(i).frames()) {
        selection.offer(frame, FrameKinds.of(chain.language(), frame));
        if (selection.kind == FrameKind.APPLICATION && selection.isFull()) {
          return selection.chosen();
        }
      }
    }
    return selection.chosen();
  }

  private Chosen chosen() {
    return new Chosen(kind, names);
  }

  /** Nothing chosen yet. */
  static Selection empty(Language language) {
    return new Selection(language);
  }

  private boolean isFull() {
    return names.size() >= (kind == FrameKind.TEST ? TESTS_MAX : FRAMES_MAX);
  }

  /** Takes the frame if it counts, and says what became of it; a better kind drops what it has. */
  Verdict offer(StackFrame frame, FrameKind offered) {
    if (!offered.mayCount()) {
      return Verdict.NEVER_COUNTS;
    }
    if (kind == null || offered.compareTo(kind) < 0) {
      kind = offered;
      names.clear();
      lastPlace = null;
    } else if (offered != kind) {
      return Verdict.OUTRANKED;
    }
    if (isFull()) {
      return Verdict.TOO_FAR;
    }
    if (kind == FrameKind.APPLICATION) {
      var place = FrameName.place(language, frame, false);
      if (!place.isEmpty() && place.equals(lastPlace)) {
        return Verdict.SAME_PLACE;
      }
      lastPlace = place;
    }
    return add(FrameName.of(language, frame, kind));
  }

  private Verdict add(String name) {
    if (names.contains(name)) {
      return Verdict.REPEATED;
    }
    names.add(name);
    return Verdict.COUNTED;
  }

  /**
   * The functions that called each other until the stack ran out, sorted, as any of them may be the
   * last; empty if none stands there more than twice.
   */
  static Set<String> cycle(Language language, Thrown thrown) {
    var counts = new HashMap<String, Integer>();
    for (var frame :
        thrown.frames().subList(0, Math.min(CYCLE_FRAMES_MAX, thrown.frames().size()))) {
      var kind = FrameKinds.of(language, frame);
      if (kind == FrameKind.APPLICATION || kind == FrameKind.LIBRARY) {
        counts.merge(FrameName.of(language, frame, kind), 1, Integer::sum);
      }
    }
    var cycle = new TreeSet<String>();
    counts.forEach(
        (name, count) -> {
          if (count > 2) {
            cycle.add(name);
          }
        });
    while (cycle.size() > CYCLE_MAX) {
      cycle.removeLast();
    }
    return cycle;
  }
}
