package dev.fleetpulse.query.request;

import io.javalin.http.Context;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * What a request is called in our log and in its answer: {@code X-Request-Id} as the client or a
 * proxy gave it, where that is 1 to 64 letters, digits, dots, dashes and underscores, and a new one
 * otherwise.
 */
public final class RequestId {
  /** Its name in requests and answers. */
  public static final String HEADER = "X-Request-Id";

  private static final String LOGGED_AS = "request";
  private static final Pattern FIT = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private RequestId() {}

  /** From now on this thread speaks of the request. */
  public static void begin(Context ctx) {
    var id = of(ctx.header(HEADER));
    ctx.header(HEADER, id);
    MDC.put(LOGGED_AS, id);
  }

  /** The thread has done with it. */
  public static void end() {
    MDC.remove(LOGGED_AS);
  }

  static String of(String given) {
    return given != null && FIT.matcher(given).matches()
        ? given
        : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
