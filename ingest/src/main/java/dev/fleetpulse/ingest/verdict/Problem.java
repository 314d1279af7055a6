package dev.fleetpulse.ingest.verdict;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/**
 * A refusal as RFC 9457 writes it ({@code application/problem+json}), with what is wrong with which
 * field.
 *
 * @param type {@code urn:fleetpulse:problem:} and the reason
 * @param instance the path that was asked
 */
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonInclude(Include.NON_EMPTY) List<FieldError> errors) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(Refusal refusal, String path) {
    var reason = refusal.reason();
    return new Problem(
        type(reason), reason.title(), reason.status(), refusal.detail(), path, refusal.errors());
  }

  static String type(Reason reason) {
    return "urn:fleetpulse:problem:" + reason.slug();
  }
}
