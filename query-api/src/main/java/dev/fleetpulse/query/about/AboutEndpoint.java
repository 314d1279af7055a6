package dev.fleetpulse.query.about;

import dev.fleetpulse.service.PackagedFile;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * {@code GET /openapi.json}: every endpoint in OpenAPI 3.1; {@code GET /docs}: the same to browse
 * and to try. Both are the same for everybody and need no key.
 */
public final class AboutEndpoint {
  /** Where the library of the page lives; its style sheets are written into elements by itself. */
  private static final String PAGE_MAY =
      "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
          + " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final PackagedFile document =
      PackagedFile.beside(AboutEndpoint.class, "/dev/fleetpulse/query/openapi.json");
  private final PackagedFile page = PackagedFile.beside(AboutEndpoint.class, "docs.html");
  private final PackagedFile script = PackagedFile.beside(AboutEndpoint.class, "start.js");

  /** Serves what is part of this program. */
  public AboutEndpoint() {}

  /** Adds the routes. */
  public void addTo(RoutesConfig routes) {
    routes.get("/openapi.json", serving(document, "application/json"));
    routes.get("/docs", serving(page, "text/html;charset=utf-8"));
    routes.get("/docs/start.js", serving(script, "text/javascript;charset=utf-8"));
  }

  /** Javalin answers 304 where the client has this version. */
  private static Handler serving(PackagedFile file, String type) {
    return ctx -> serve(ctx, file, type);
  }

  private static void serve(Context ctx, PackagedFile file, String type) {
    ctx.header("ETag", file.etag())
        .header("Cache-Control", PackagedFile.CACHE_CONTROL)
        .header("Content-Security-Policy", PAGE_MAY)
        .contentType(type)
        .result(file.bytes());
  }
}
