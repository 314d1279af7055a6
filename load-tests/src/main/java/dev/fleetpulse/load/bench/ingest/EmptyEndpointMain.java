package dev.fleetpulse.load.bench.ingest;

import dev.fleetpulse.service.Env;
import io.javalin.Javalin;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * What a Javalin endpoint costs that does nothing: reads the body, answers 202. {@code
 * FLEETPULSE_MANAGEMENT_PORT} is its only port, on loopback.
 */
final class EmptyEndpointMain {
  private static final int THREADS_MAX = 128;

  private EmptyEndpointMain() {}

  public static void main(String... args) {
    Javalin.create(
            config -> {
              config.startup.showJavalinBanner = false;
              config.startup.showOldJavalinVersionWarning = false;
              config.jetty.threadPool = new QueuedThreadPool(THREADS_MAX);
              config.routes.get("/readyz", ctx -> ctx.result("ok"));
              config.routes.post(
                  "/api/v1/heartbeat",
                  ctx -> {
                    ctx.bodyAsBytes();
                    ctx.status(202).contentType("application/json").result("{\"received\":true}");
                  });
            })
        .start("127.0.0.1", new Env(System.getenv()).integer("MANAGEMENT_PORT", 0, 0, 65_535));
  }
}
