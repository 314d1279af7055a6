package dev.fleetpulse.ingest.request;

import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import java.io.IOException;
import java.io.Serial;
import java.util.List;

/** Why a body can't be read on, said by the streams that read it. */
public final class BodyRefusedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Refusal refusal;

  private BodyRefusedException(Refusal refusal) {
    super(refusal.detail());
    this.refusal = refusal;
  }

  static BodyRefusedException tooLarge(String what, int bytesMax) {
    return new BodyRefusedException(
        Refusal.of(Reason.TOO_LARGE, what + " must not be longer than " + bytesMax + " bytes"));
  }

  static BodyRefusedException tooSlow(String detail) {
    return new BodyRefusedException(Refusal.of(Reason.TOO_SLOW, detail));
  }

  static BodyRefusedException malformed(String expected, String was) {
    return new BodyRefusedException(
        Refusal.of(Reason.MALFORMED, List.of(new FieldError(FieldPath.BODY, expected, was))));
  }

  /** What to answer. */
  public Refusal refusal() {
    return refusal;
  }
}
