package dev.fleetpulse.signature;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Collects what a parser finds, within bounds: the rest of an endless text is not kept. */
final class TraceBuilder {
  static final int THROWN_MAX = 32;
  static final int FRAMES_MAX = 256;
  static final int MESSAGE_CHARACTERS_MAX = 2000;

  private final Language language;
  private final List<Thrown> thrown = new ArrayList<>();
  private Thrown.Link link = Thrown.Link.OUTERMOST;
  private String type;
  private StringBuilder message;
  private ArrayDeque<StackFrame> frames = new ArrayDeque<>();
  private boolean started;

  TraceBuilder(Language language) {
    this.language = language;
  }

  /** Ends the exception before, if there is one, and begins another. */
  void begin(Thrown.Link next, String nextType, String nextMessage) {
    finish();
    link = thrown.isEmpty() ? Thrown.Link.OUTERMOST : next;
    type = nextType == null || nextType.isEmpty() ? null : nextType;
    message = null;
    started = true;
    if (nextMessage != null && !nextMessage.isEmpty()) {
      addMessage(nextMessage);
    }
  }

  /** What stood before was noise: the exception begun last is this one. */
  void restart(String nextType, String nextMessage) {
    started = false;
    begin(link, nextType, nextMessage);
  }

  boolean started() {
    return started;
  }

  boolean typed() {
    return type != null;
  }

  boolean hasFrames() {
    return !frames.isEmpty();
  }

  boolean full() {
    return thrown.size() >= THROWN_MAX;
  }

  /** One more line of the message of the exception begun last. */
  void addMessage(String line) {
    started = true;
    if (message == null) {
      message = new StringBuilder();
    } else if (message.length() < MESSAGE_CHARACTERS_MAX) {
      message.append('\n');
    }
    var room = MESSAGE_CHARACTERS_MAX - message.length();
    if (room > 0) {
      message.append(line, 0, Math.min(room, line.length()));
    }
  }

  /** A frame further out than all before it. */
  void add(StackFrame frame) {
    started = true;
    if (frames.size() < FRAMES_MAX) {
      frames.addLast(frame);
    }
  }

  /** A frame further in than all before it, as Python writes them. */
  void addInner(StackFrame frame) {
    started = true;
    if (frames.size() == FRAMES_MAX) {
      frames.removeLast();
    }
    frames.addFirst(frame);
  }

  /** What was collected; one exception without anything if nothing was. */
  Trace build() {
    finish();
    if (thrown.isEmpty()) {
      thrown.add(new Thrown(Thrown.Link.OUTERMOST, null, null, List.of()));
    }
    return new Trace(language, thrown);
  }

  private void finish() {
    if (started && thrown.size() < THROWN_MAX) {
      thrown.add(
          new Thrown(
              link, type, message == null ? null : message.toString(), new ArrayList<>(frames)));
    }
    frames = new ArrayDeque<>();
    started = false;
  }
}
