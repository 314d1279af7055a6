package dev.fleetpulse.ingest.request;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;

/** Bodies for tests that need no request. */
public final class Bodies {
  private Bodies() {}

  /** A plain body, held to a batch's limits. */
  public static OpenBody open(BodyForm form, String text) {
    return OpenBody.plain(
        form,
        new ArrivingBody(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            "The body",
            BodyLimits.BATCH.bytesMax()));
  }
}
