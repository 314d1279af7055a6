package dev.fleetpulse.ingest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** {@code GET /openapi.json}: what the public port takes and answers, in OpenAPI 3.1. */
final class OpenApiDocument {
  static final String PATH = "/openapi.json";

  private static final String RESOURCE = "openapi.json";

  /** Long enough to spare us tools that ask again and again, short enough for an upgrade. */
  private static final String CACHE_CONTROL = "public, max-age=300";

  private final byte[] json;
  private final String etag;

  private OpenApiDocument(byte[] json, String etag) {
    this.json = json;
    this.etag = etag;
  }

  /** The document that is part of this program. */
  static OpenApiDocument load() {
    try (var resource = OpenApiDocument.class.getResourceAsStream(RESOURCE)) {
      var json = resource.readAllBytes();
      return new OpenApiDocument(json, '"' + hash(json) + '"');
    } catch (IOException e) {
      throw new UncheckedIOException("read " + RESOURCE + " from the class path", e);
    }
  }

  /** Handles one request; Javalin answers 304 where the client has this version. */
  void get(Context ctx) {
    ctx.header("ETag", etag)
        .header("Cache-Control", CACHE_CONTROL)
        .contentType("application/json")
        .result(json);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
