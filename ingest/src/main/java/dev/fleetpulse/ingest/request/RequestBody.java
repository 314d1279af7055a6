package dev.fleetpulse.ingest.request;

import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Opens the body of a request, plain or compressed, never holding more than its limits: what is
 * longer is refused as soon as that shows, whatever the headers say.
 */
final class RequestBody {
  private RequestBody() {}

  /** The body's bytes, expanded: one report as JSON. */
  static Verdict<byte[]> read(Context ctx) {
    return open(ctx, Set.of(BodyForm.JSON), BodyLimits.REPORT).then(RequestBody::readAll);
  }

  /** The body, to be read under these limits. */
  static Verdict<OpenBody> open(Context ctx, Set<BodyForm> forms, BodyLimits limits) {
    var form =
        forms.contains(BodyForm.ANY)
            ? Optional.of(BodyForm.ANY)
            : form(ctx).filter(forms::contains);
    if (form.isEmpty()) {
      var wanted =
          forms.stream().sorted().map(BodyForm::mediaType).collect(Collectors.joining(" or "));
      ctx.header("Accept-Post", wanted.replace(" or ", ", "));
      return Verdict.refused(
          Reason.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type must be %s in UTF-8, was %s".formatted(wanted, named(ctx.contentType())));
    }
    var encoding = ctx.header("Content-Encoding");
    var plain = encoding == null || encoding.equalsIgnoreCase("identity");
    var coding = plain ? Optional.<ContentCoding>empty() : ContentCoding.named(encoding);
    if (!plain && coding.isEmpty()) {
      ctx.header("Accept-Encoding", ContentCoding.ALL);
      return Verdict.refused(
          Reason.UNSUPPORTED_MEDIA_TYPE,
          "Content-Encoding must be %s or absent, was %s".formatted(ContentCoding.ALL, encoding));
    }
    return open(ctx, form.get(), coding, limits);
  }

  private static Verdict<OpenBody> open(
      Context ctx, BodyForm form, Optional<ContentCoding> coding, BodyLimits limits) {
    var what = coding.isEmpty() ? "The body" : "The compressed body";
    var bytesMax = coding.isEmpty() ? limits.bytesMax() : limits.compressedBytesMax();
    ArrivingBody arriving;
    try {
      arriving = new ArrivingBody(ctx.req().getInputStream(), what, bytesMax);
    } catch (IOException e) {
      throw new IllegalStateException("Opening a body reads nothing", e);
    }
    try {
      if (ctx.req().getContentLengthLong() > bytesMax) {
        throw BodyRefusedException.tooLarge(what, bytesMax);
      }
      return new Verdict.Accepted<>(
          coding.isEmpty()
              ? OpenBody.plain(form, arriving)
              : OpenBody.compressed(
                  form, arriving, ExpandedBody.of(arriving, coding.get(), limits.bytesMax())));
    } catch (BodyRefusedException e) {
      return refused(e, arriving::discardRest);
    }
  }

  private static Verdict<byte[]> readAll(OpenBody open) {
    try (open) {
      return new Verdict.Accepted<>(open.rest());
    } catch (BodyRefusedException e) {
      return refused(e, open::discardRest);
    }
  }

  static <T> Verdict<T> refused(BodyRefusedException e, Runnable discardRest) {
    if (e.refusal().reason() == Reason.TOO_LARGE) {
      discardRest.run();
    }
    return new Verdict.Refused<>(e.refusal());
  }

  private static Optional<BodyForm> form(Context ctx) {
    var type = ctx.contentType();
    var charset = ctx.req().getCharacterEncoding();
    if (type == null || (charset != null && !charset.equalsIgnoreCase("utf-8"))) {
      return Optional.empty();
    }
    var end = type.indexOf(';');
    return BodyForm.named((end < 0 ? type : type.substring(0, end)).strip());
  }

  private static String named(String header) {
    return header == null ? "absent" : header;
  }
}
