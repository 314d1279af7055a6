package dev.fleetpulse.ingest.canary;

import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import io.javalin.http.Context;
import java.util.List;
import java.util.regex.Pattern;

/** {@code GET /api/v1/canary?nonce=…}: the nonce back, so that no cached page passes for us. */
public final class CanaryEndpoint {
  /** Where it is. */
  public static final String PATH = "/api/v1/canary";

  private static final Pattern NONCE = Pattern.compile("[0-9a-z-]{1,64}");

  private final Answers answers;

  /** Refuses by these. */
  public CanaryEndpoint(Answers answers) {
    this.answers = answers;
  }

  /** Handles one request. */
  public void get(Context ctx) {
    var nonce = ctx.queryParam("nonce");
    if (nonce == null || !NONCE.matcher(nonce).matches()) {
      answers.refuse(
          ctx,
          Refusal.of(
              Reason.INVALID,
              List.of(
                  new FieldError(
                      "nonce",
                      "1 to 64 small letters, digits or dashes",
                      nonce == null ? "absent" : "something else"))));
      return;
    }
    ctx.header("Cache-Control", "no-store").contentType("text/plain").result(answer(nonce));
  }

  /** What any ingest process says to this nonce, and hardly anybody else. */
  static String answer(String nonce) {
    return "fleetpulse ingest " + nonce;
  }
}
