package dev.fleetpulse.query.csv;

import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;

/** Answers in the format that the client accepts. */
public final class Formats {
  private Formats() {}

  /**
   * Does one of the two, or says that the client takes neither (406).
   *
   * @param json answers with JSON
   * @param csv answers with a file, see {@link CsvAnswer}
   */
  public static void answer(Context ctx, Runnable json, Runnable csv) {
    ctx.header("Vary", "Accept");
    var accepted = Accepted.of(Collections.list(ctx.req().getHeaders("Accept")));
    accepted
        .best()
        .ifPresentOrElse(
            format -> {
              switch (format) {
                case JSON -> json.run();
                case CSV -> csv.run();
              }
            },
            () -> Problem.answer(ctx, Reason.NOT_ACCEPTABLE, "This can be answered as " + all()));
  }

  private static String all() {
    return Arrays.stream(Format.values()).map(Format::mediaType).collect(Collectors.joining(", "));
  }
}
