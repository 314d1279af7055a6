package dev.fleetpulse.signature;

/** What became of a frame, and why. */
public enum Verdict {
  COUNTED("counted"),
  NEVER_COUNTS("frames of this kind never count"),
  OUTRANKED("the trace has frames of a kind that tells more"),
  SAME_PLACE(
      "a call within the class or file of the frame before it: how code is cut into functions"
          + " changes though the bug does not"),
  REPEATED("counted already: how deep a recursion went is chance"),
  OUTSIDE_CYCLE("the stack ran out, and only the functions of the cycle say why"),
  TOO_FAR("enough frames closer to the error were counted; who called them differs"),
  OVERRIDDEN("the error is told without its frames");

  private final String reason;

  Verdict(String reason) {
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
