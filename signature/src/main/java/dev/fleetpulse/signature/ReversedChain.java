package dev.fleetpulse.signature;

import java.util.ArrayList;
import java.util.List;

/** A chain that is written the other way round: causes first, and innermost frames last. */
final class ReversedChain {
  private final List<Written> written = new ArrayList<>();
  private Written current;
  private Thrown.Link next = Thrown.Link.APART;

  /** One exception while it is read; {@code link} is to the one written before it. */
  private static final class Written {
    private final Thrown.Link link;
    private final TraceBuilder frames = new TraceBuilder(Language.PYTHON);
    private final StringBuilder message = new StringBuilder();
    private String type;

    Written(Thrown.Link link) {
      this.link = link;
    }

    Thrown as(Thrown.Link as) {
      var found = frames.build().thrown().getFirst().frames();
      return new Thrown(as, type, message.isEmpty() ? null : message.toString(), found);
    }
  }

  boolean full() {
    return written.size() >= TraceBuilder.THROWN_MAX;
  }

  void begin() {
    current = new Written(written.isEmpty() ? Thrown.Link.OUTERMOST : next);
    written.add(current);
    next = Thrown.Link.APART;
  }

  /** How the next exception hangs together with the one before it. */
  void link(Thrown.Link link) {
    next = link;
    if (current != null && current.type != null) {
      current = null;
    }
  }

  void add(StackFrame frame) {
    current.frames.addInner(frame);
  }

  void thrown(String type, String message) {
    current.type = type;
    more(message);
  }

  /** One more line of the message read last. */
  void more(String line) {
    if (current == null || line == null) {
      return;
    }
    var room = TraceBuilder.MESSAGE_CHARACTERS_MAX - current.message.length() - 1;
    if (room > 0) {
      if (!current.message.isEmpty()) {
        current.message.append('\n');
      }
      current.message.append(line, 0, Math.min(room, line.length()));
    }
  }

  /**
   * Outermost first, as every {@link Trace}: the last chain of the text, then what stands apart.
   */
  Trace build() {
    var thrown = new ArrayList<Thrown>();
    for (var i = written.size() - 1; i >= 0; i--) {
      var above = i == written.size() - 1 ? Thrown.Link.OUTERMOST : written.get(i + 1).link;
      thrown.add(written.get(i).as(above));
    }
    if (thrown.isEmpty()) {
      thrown.add(new Thrown(Thrown.Link.OUTERMOST, null, null, List.of()));
    }
    return new Trace(Language.PYTHON, thrown);
  }
}
