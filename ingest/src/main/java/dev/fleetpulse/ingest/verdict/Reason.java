package dev.fleetpulse.ingest.verdict;

import java.util.Locale;

/** Why a request is not answered 202; decides status, type and title of its problem. */
public enum Reason {
  /** The body can't be read as one JSON object within the limits of depth and size of its parts. */
  MALFORMED(400, "The body is malformed"),
  /** The body is JSON, but fields are missing or not what they must be. */
  INVALID(400, "The body has invalid fields"),
  UNAUTHENTICATED(401, "A valid key is required"),
  FORBIDDEN(403, "The key does not allow this"),
  NOT_FOUND(404, "There is no such endpoint"),
  METHOD_NOT_ALLOWED(405, "The endpoint does not have this method"),
  TOO_SLOW(408, "The body came too slowly"),
  TOO_LARGE(413, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's type or encoding is not supported"),
  /** Everything is well but the timestamp, which is too far from now. */
  OUT_OF_TIME(422, "The timestamp is too far from now"),
  RATE_LIMITED(429, "Too much comes in at once"),
  INTERNAL(500, "Something is broken on our side"),
  /** The broker did not acknowledge the record; the same request may be sent again. */
  UNAVAILABLE(503, "The record can't be stored now");

  private final int status;
  private final String title;

  Reason(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** One sentence for humans, the same for every request refused for this reason. */
  public String title() {
    return title;
  }

  /** The name in problem types and metrics, for example {@code too-large}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
