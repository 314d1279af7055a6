package dev.fleetpulse.ingest.request;

import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads the JSON body of a request, plain or gzipped, never holding more than its limits: what is
 * longer is refused as soon as that shows, whatever the headers say.
 */
final class RequestBody {
  /** Of a gzipped body as it comes over the wire. */
  static final int COMPRESSED_BYTES_MAX = 64 * 1024;

  /** Of a plain body, or a gzipped one once expanded. */
  static final int BYTES_MAX = 512 * 1024;

  private static final int DISCARDED_BYTES_MAX = 4 * 1024 * 1024;

  /** A body that trickles in holds a thread. */
  private static final Duration ARRIVAL_MAX = Duration.ofSeconds(10);

  private static final int EXPECTED_BYTES = 2048;
  private static final int PIECE_BYTES = 4096;
  private static final String JSON = "application/json";

  private RequestBody() {}

  /** The body's bytes, expanded. */
  static Verdict<byte[]> read(Context ctx) {
    if (!isJson(ctx)) {
      return Verdict.refused(
          Reason.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type must be application/json in UTF-8, was " + named(ctx.contentType()));
    }
    var encoding = ctx.header("Content-Encoding");
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      return bounded(ctx, BYTES_MAX, "The body");
    }
    if (encoding.equalsIgnoreCase("gzip")) {
      return bounded(ctx, COMPRESSED_BYTES_MAX, "The gzipped body").then(RequestBody::expand);
    }
    return Verdict.refused(
        Reason.UNSUPPORTED_MEDIA_TYPE,
        "Content-Encoding must be gzip or absent, was " + named(encoding));
  }

  private static boolean isJson(Context ctx) {
    var type = ctx.contentType();
    if (type == null) {
      return false;
    }
    var end = type.indexOf(';');
    var essence = (end < 0 ? type : type.substring(0, end)).strip();
    var charset = ctx.req().getCharacterEncoding();
    return essence.equalsIgnoreCase(JSON) && (charset == null || charset.equalsIgnoreCase("utf-8"));
  }

  private static Verdict<byte[]> bounded(Context ctx, int bytesMax, String what) {
    try {
      var body = ctx.req().getInputStream();
      var verdict =
          ctx.req().getContentLengthLong() > bytesMax
              ? tooLarge(what, bytesMax)
              : bounded(body, bytesMax, what);
      if (verdict instanceof Verdict.Refused<byte[]>(var refusal)
          && refusal.reason() == Reason.TOO_LARGE) {
        discardRest(body);
      }
      return verdict;
    } catch (IOException e) {
      // The client paused for too long, framed its body wrongly or went away.
      return e.getCause() instanceof TimeoutException ? tooSlow(what) : brokenOff(e.getMessage());
    }
  }

  private static Verdict<byte[]> bounded(InputStream stream, int bytesMax, String what)
      throws IOException {
    var started = System.nanoTime();
    var bytes = new ByteArrayOutputStream(EXPECTED_BYTES);
    var piece = new byte[PIECE_BYTES];
    for (var read = stream.read(piece); read >= 0; read = stream.read(piece)) {
      if (bytes.size() + read > bytesMax) {
        return tooLarge(what, bytesMax);
      }
      if (isLate(started)) {
        return tooSlow(what);
      }
      bytes.write(piece, 0, read);
    }
    return new Verdict.Accepted<>(bytes.toByteArray());
  }

  /**
   * Lets the client finish sending what is refused: many read no answer before that, and where the
   * connection ends under them, they lose it. What is longer still ends the connection.
   */
  private static void discardRest(InputStream body) throws IOException {
    var started = System.nanoTime();
    var piece = new byte[PIECE_BYTES];
    var left = DISCARDED_BYTES_MAX;
    for (var read = body.read(piece);
        read >= 0 && left > 0 && !isLate(started);
        read = body.read(piece)) {
      left -= read;
    }
  }

  private static Verdict<byte[]> expand(byte[] gzipped) {
    try (var expanding = new GZIPInputStream(new ByteArrayInputStream(gzipped), PIECE_BYTES)) {
      return bounded(expanding, BYTES_MAX, "The expanded body");
    } catch (ZipException | EOFException e) {
      return notGzip(e.getMessage());
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
  }

  private static boolean isLate(long started) {
    return System.nanoTime() - started > ARRIVAL_MAX.toNanos();
  }

  private static Verdict<byte[]> tooSlow(String what) {
    return Verdict.refused(
        Reason.TOO_SLOW, what + " must arrive within " + ARRIVAL_MAX.toSeconds() + " seconds");
  }

  private static Verdict<byte[]> brokenOff(String why) {
    return Verdict.refused(
        Reason.MALFORMED, new FieldError(FieldPath.BODY, "complete", "broken off: " + why));
  }

  private static Verdict<byte[]> notGzip(String why) {
    return Verdict.refused(
        Reason.MALFORMED, new FieldError(FieldPath.BODY, "gzip", "broken: " + why));
  }

  private static Verdict<byte[]> tooLarge(String what, int bytesMax) {
    return Verdict.refused(
        Reason.TOO_LARGE, what + " must not be longer than " + bytesMax + " bytes");
  }

  private static String named(String header) {
    return header == null ? "absent" : header;
  }
}
