package dev.fleetpulse.ingest;

import dev.fleetpulse.ingest.canary.CanaryEndpoint;
import dev.fleetpulse.ingest.errors.ErrorEndpoint;
import dev.fleetpulse.ingest.heartbeat.HeartbeatEndpoint;
import dev.fleetpulse.ingest.sentry.SentryEndpoint;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.ingest.verdict.ProtocolErrors;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public port: routes, bounds of the connections, and what exceptions are answered. */
final class IngestServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IngestServer.class);

  /** Bounds the work that waits for a thread, too: a connection has one request at a time. */
  private static final int CONNECTIONS_MAX = 20_000;

  /** A client that pauses longer inside its request is given up; the broker may take as long. */
  private static final Duration REQUEST_IDLE_MAX = Duration.ofSeconds(10);

  /**
   * Most bodies are shorter: they are here before a thread is, so that a slow client holds none.
   */
  private static final int EAGER_BYTES_MAX = 16 * 1024;

  /** Longer than the broker may take, so that what was begun is answered. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(7);

  private static final Set<String> GET_ONLY = Set.of(OpenApiDocument.PATH, CanaryEndpoint.PATH);

  private final String host;
  private final int port;
  private final ThreadPool threads;
  private final HeartbeatEndpoint heartbeats;
  private final ErrorEndpoint errors;
  private final SentryEndpoint sentry;
  private final CanaryEndpoint canary;
  private final Answers answers;
  private final MeterRegistry meters;
  private volatile State state = State.STARTING;
  private Javalin javalin;

  private enum State {
    STARTING,
    OPEN,
    STOPPING
  }

  /**
   * Opens nothing yet, see {@link #start}.
   *
   * @param port 0 picks a free one, see {@link #port()}
   * @param threads started and stopped with this server
   */
  IngestServer(
      String host,
      int port,
      ThreadPool threads,
      HeartbeatEndpoint heartbeats,
      ErrorEndpoint errors,
      SentryEndpoint sentry,
      Answers answers,
      MeterRegistry meters) {
    this.host = host;
    this.port = port;
    this.threads = threads;
    this.heartbeats = heartbeats;
    this.errors = errors;
    this.sentry = sentry;
    this.canary = new CanaryEndpoint(answers);
    this.answers = answers;
    this.meters = meters;
  }

  /** Opens the port. */
  void start() {
    javalin = Javalin.create(this::configure).start(host, port);
    state = State.OPEN;
  }

  /** The port in use, once started. */
  int port() {
    return javalin.port();
  }

  /** Why no request is taken now, or nothing where they are. */
  Optional<String> trouble() {
    return switch (state) {
      case STARTING -> Optional.of("ingest is starting");
      case OPEN -> Optional.empty();
      case STOPPING -> Optional.of("ingest is stopping");
    };
  }

  /** Takes no more requests and lets those that are in finish. */
  @Override
  public void close() {
    state = State.STOPPING;
    if (javalin == null) {
      return;
    }
    try {
      javalin.stop();
    } catch (JavalinException e) {
      // It is closed all the same. A client that never read its answer is waited for in vain.
      LOG.warn("Not every request has ended within {}: {}", STOP_TIMEOUT, e.toString());
    }
  }

  private void configure(JavalinConfig config) {
    config.routes.post("/api/v1/heartbeat", heartbeats::post);
    config.routes.post("/api/v1/heartbeats", heartbeats::postMany);
    config.routes.post("/api/v1/errors", errors::post);
    config.routes.post("/api/{project}/envelope", sentry::envelope);
    config.routes.post("/api/{project}/store", sentry::store);
    config.routes.get(OpenApiDocument.PATH, new OpenApiDocument()::get);
    config.routes.get(CanaryEndpoint.PATH, canary::get);
    config.routes.exception(HttpResponseException.class, this::refused);
    config.routes.exception(Exception.class, this::broken);

    config.requestLogger.http((ctx, millis) -> measure(ctx, millis));
    config.http.prefer405over404 = true;
    // Answers are short but for those to batches, which come rarely.
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.threadPool = threads;
    config.jetty.modifyServer(IngestServer::bound);
    config.jetty.modifyHttpConfiguration(IngestServer::bound);
  }

  private static void bound(HttpConfiguration http) {
    http.setIdleTimeout(REQUEST_IDLE_MAX.toMillis());
    // Otherwise a key in wrong letters is taken for the right one that came before it.
    http.setHeaderCacheCaseSensitive(true);
  }

  private static void bound(Server server) {
    server.insertHandler(
        new EagerContentHandler(
            new EagerContentHandler.RetainedContentLoaderFactory(EAGER_BYTES_MAX, -1, false)));
    server.insertHandler(new GracefulHandler());
    server.setErrorHandler(new ProtocolErrors());
    server.setStopTimeout(STOP_TIMEOUT.toMillis());
    server.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, server));
  }

  private void refused(HttpResponseException e, Context ctx) {
    switch (e.getStatus()) {
      case 404 -> answers.refuse(ctx, Refusal.of(Reason.NOT_FOUND, "Nothing is at " + ctx.path()));
      case 405 -> {
        var allowed = GET_ONLY.contains(ctx.path()) ? "GET" : "POST";
        ctx.header("Allow", allowed);
        answers.refuse(
            ctx,
            Refusal.of(
                Reason.METHOD_NOT_ALLOWED, "%s takes %s only".formatted(ctx.path(), allowed)));
      }
      default -> broken(e, ctx);
    }
  }

  private void broken(Exception e, Context ctx) {
    LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
    answers.refuse(
        ctx, Refusal.of(Reason.INTERNAL, "The request was not stored; it may be sent again"));
  }

  private void measure(Context ctx, float millis) {
    var endpoint = ctx.endpoints().lastHttpEndpoint();
    meters
        .timer(
            "http.server.requests",
            "endpoint",
            endpoint == null ? "none" : endpoint.path,
            "status",
            Integer.toString(ctx.statusCode()))
        .record((long) (millis * 1000), TimeUnit.MICROSECONDS);
  }
}
