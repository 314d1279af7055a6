package dev.fleetpulse.query.request;

import java.util.Locale;

/** Why a request is not answered; decides status, type and title of its problem. */
public enum Reason {
  /** The request line itself can't be understood. */
  MALFORMED(400, "The request is malformed"),
  INVALID(400, "The request has invalid parameters"),
  UNAUTHENTICATED(401, "A valid key is required"),
  FORBIDDEN(403, "The key does not allow this"),
  NOT_FOUND(404, "There is no such thing"),
  /** It does not go together with what is there. */
  CONFLICT(409, "This does not go together with what is there"),
  METHOD_NOT_ALLOWED(405, "The endpoint does not have this method"),
  NOT_ACCEPTABLE(406, "The answer has no such format"),
  TOO_LARGE(413, "The body is too large"),
  /** A smaller question would be answered. */
  TOO_BROAD(422, "The question is too broad"),
  TOO_MANY(429, "There are too many of these at once"),
  INTERNAL(500, "Something is broken on our side"),
  /** The store did not answer; the same request may be sent again. */
  UNAVAILABLE(503, "The question can't be answered now");

  private final int status;
  private final String title;

  Reason(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** As HTTP has it. */
  public int status() {
    return status;
  }

  /** One sentence for humans, the same for every request refused for this reason. */
  String title() {
    return title;
  }

  /** The name in problem types, for example {@code not-found}. */
  String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
