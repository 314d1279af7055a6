package dev.fleetpulse.ingest;

import dev.fleetpulse.service.PackagedFile;
import io.javalin.http.Context;

/** {@code GET /openapi.json}: what the public port takes and answers, in OpenAPI 3.1. */
final class OpenApiDocument {
  static final String PATH = "/openapi.json";

  private final PackagedFile file = PackagedFile.beside(OpenApiDocument.class, "openapi.json");

  /** Handles one request; Javalin answers 304 where the client has this version. */
  void get(Context ctx) {
    ctx.header("ETag", file.etag())
        .header("Cache-Control", PackagedFile.CACHE_CONTROL)
        .contentType("application/json")
        .result(file.bytes());
  }
}
