package dev.fleetpulse.signature;

/**
 * Whose code a frame is in. The first kind of this order that a trace has frames of is the one that
 * counts; the later ones of them never do.
 */
public enum FrameKind {
  APPLICATION("the application's own code: that is where the bug is mended"),
  TEST("a test: what it tests is told by its file, not by which of its functions failed"),
  TEST_SUPPORT("shared by many tests, so it tells no bug from another; counts with the message"),
  LIBRARY("a library's code: it fails for many callers; counts only where no caller is left"),
  RUNTIME("the runtime's own code: it fails for everybody; counts only where nothing else is left"),
  HARNESS("what runs tests or tasks stands in every trace"),
  ASSERTION("it checks what somebody else got wrong; the type already says that a check failed"),
  CRASH_HANDLER("it runs because of the crash, so it is not where the crash came from"),
  REFLECTION("how a method was called changes with the runtime and while it warms up"),
  GENERATED("its name is made up anew by a compiler or a proxy in each build or process");

  private final String reason;

  FrameKind(String reason) {
    this.reason = reason;
  }

  /** Why frames of this kind are treated as they are. */
  public String reason() {
    return reason;
  }

  /** Whether such a frame may tell which bug it is, if there is nothing better. */
  boolean mayCount() {
    return compareTo(RUNTIME) <= 0;
  }

  /** Whether such frames tell too little without the message. */
  boolean needsMessage() {
    return compareTo(TEST_SUPPORT) >= 0;
  }
}
