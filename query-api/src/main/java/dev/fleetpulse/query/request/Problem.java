package dev.fleetpulse.query.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.service.limit.Throttle;
import io.javalin.http.Context;
import java.util.List;

/**
 * A refusal as RFC 9457 writes it, with what is wrong with which parameter.
 *
 * @param type {@code urn:fleetpulse:problem:} and the reason
 * @param detail one sentence about this very request
 * @param instance the path that was asked
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String instance,
    @JsonInclude(Include.NON_EMPTY) List<ParameterError> errors) {
  /** Its media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final String CHALLENGE = "Bearer realm=\"fleetpulse\"";
  private static final String RETRY_AFTER_SECONDS = "2";

  /** A problem that no parameter is to blame for. */
  public static Problem of(Reason reason, String detail, String instance) {
    return of(reason, detail, instance, List.of());
  }

  private static Problem of(
      Reason reason, String detail, String instance, List<ParameterError> errors) {
    return new Problem(
        "urn:fleetpulse:problem:" + reason.slug(),
        reason.title(),
        reason.status(),
        detail,
        instance,
        errors);
  }

  /** The same under a status that was decided before. */
  public Problem withStatus(int decided) {
    return new Problem(type, title, decided, detail, instance, errors);
  }

  /** Answers with a problem that no parameter is to blame for. */
  public static void answer(Context ctx, Reason reason, String detail) {
    switch (reason) {
      case UNAUTHENTICATED -> ctx.header("WWW-Authenticate", CHALLENGE);
      case UNAVAILABLE, TOO_MANY -> ctx.header("Retry-After", RETRY_AFTER_SECONDS);
      case MALFORMED,
          INVALID,
          FORBIDDEN,
          NOT_FOUND,
          CONFLICT,
          METHOD_NOT_ALLOWED,
          NOT_ACCEPTABLE,
          TOO_LARGE,
          TOO_BROAD,
          INTERNAL -> {}
    }
    write(ctx, of(reason, detail, ctx.path()));
  }

  /** Answers that a limit is reached, and when to come again. */
  public static void answer(Context ctx, Throttle throttle) {
    ctx.header("Retry-After", Long.toString(throttle.retryAfterSeconds()))
        .header("RateLimit-Policy", throttle.policyHeader())
        .header("RateLimit", throttle.limitHeader());
    write(
        ctx,
        of(
            Reason.TOO_MANY,
            "The key has asked %d times in %d seconds"
                .formatted(throttle.quota(), throttle.windowSeconds()),
            ctx.path()));
  }

  /** Answers with what is wrong with the parameters. */
  public static void answer(Context ctx, List<ParameterError> errors) {
    var first = errors.getFirst().sentence();
    var detail = errors.size() == 1 ? first : first + " (and " + (errors.size() - 1) + " more)";
    write(ctx, of(Reason.INVALID, detail, ctx.path(), errors));
  }

  private static void write(Context ctx, Problem problem) {
    ctx.status(problem.status()).json(problem).contentType(MEDIA_TYPE);
  }
}
