package dev.fleetpulse.query;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.query.about.AboutEndpoint;
import dev.fleetpulse.query.alerts.AlertsEndpoint;
import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.errors.explain.ExplainEndpoint;
import dev.fleetpulse.query.ledger.LedgerEndpoint;
import dev.fleetpulse.query.live.LiveEndpoint;
import dev.fleetpulse.query.maintenance.MaintenanceEndpoint;
import dev.fleetpulse.query.patterns.PatternsEndpoint;
import dev.fleetpulse.query.repairs.RepairsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.RequestId;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.StoreException;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.BlockingArrayQueue;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side of the query API: routes, limits, and what becomes of failures. */
final class QueryServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);

  private static final int THREADS_MAX = 64;
  private static final int THREADS_MIN = 4;
  private static final int REQUESTS_WAITING_MAX = 256;
  private static final int HEADER_BYTES_MAX = 8 * 1024;
  private static final int BODY_BYTES_MAX = 512 * 1024;
  private static final int SEND_BUFFER_BYTES = 128 * 1024;
  private static final Duration THREAD_IDLE = Duration.ofSeconds(30);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  private static final Set<HandlerType> METHODS =
      Set.of(HandlerType.GET, HandlerType.POST, HandlerType.PATCH, HandlerType.DELETE);

  private final String host;
  private final int wantedPort;
  private final Access access;
  private final ServersEndpoint servers;
  private final RepairsEndpoint repairs;
  private final AnalyticsEndpoint analytics;
  private final ErrorsEndpoint errors;
  private final AlertsEndpoint alerts;
  private final LedgerEndpoint ledger;
  private final MaintenanceEndpoint maintenance;
  private final PatternsEndpoint patterns;
  private final LiveEndpoint live;
  private final Administration administration;
  private final ExplainEndpoint explain = new ExplainEndpoint();
  private final AboutEndpoint about = new AboutEndpoint();
  private final MeterRegistry meters;
  private final JsonMapper json = JsonAnswers.mapper();
  private Javalin javalin;

  /**
   * Opens nothing yet, see {@link #start}.
   *
   * @param port 0 picks a free one, see {@link #port()}
   */
  QueryServer(
      String host,
      int port,
      Access access,
      ServersEndpoint servers,
      RepairsEndpoint repairs,
      AnalyticsEndpoint analytics,
      ErrorsEndpoint errors,
      AlertsEndpoint alerts,
      LedgerEndpoint ledger,
      MaintenanceEndpoint maintenance,
      PatternsEndpoint patterns,
      LiveEndpoint live,
      Administration administration,
      MeterRegistry meters) {
    this.host = host;
    this.wantedPort = port;
    this.access = access;
    this.servers = servers;
    this.repairs = repairs;
    this.analytics = analytics;
    this.errors = errors;
    this.alerts = alerts;
    this.ledger = ledger;
    this.maintenance = maintenance;
    this.patterns = patterns;
    this.live = live;
    this.administration = administration;
    this.meters = meters;
  }

  /** Opens the port. */
  void start() {
    javalin = Javalin.create(this::configure).start();
  }

  /** The port in use, once started. */
  int port() {
    return javalin.port();
  }

  /** Every endpoint, as {@code GET /api/v1/servers/{id}}. */
  List<String> endpoints() {
    return javalin.unsafe.internalRouter.allHttpHandlers().stream()
        .map(parsed -> parsed.endpoint)
        .filter(endpoint -> METHODS.contains(endpoint.method))
        .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
        .toList();
  }

  /** Lets the requests under way end, up to a bound. */
  @Override
  public void close() {
    if (javalin != null) {
      javalin.stop();
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.jetty.addConnector(this::connector);
    config.jetty.threadPool =
        new QueuedThreadPool(
            THREADS_MAX,
            THREADS_MIN,
            Math.toIntExact(THREAD_IDLE.toMillis()),
            new BlockingArrayQueue<>(REQUESTS_WAITING_MAX));
    config.jetty.modifyServer(this::configure);
    config.jetty.modifyHttpConfiguration(QueryServer::configure);
    config.http.maxRequestSize = BODY_BYTES_MAX;
    config.http.prefer405over404 = true;
    config.jsonMapper(new JavalinJackson(json, false));
    config.requestLogger.http(this::measure);
    config.staticFiles.enableWebjars();
    addRoutes(config.routes);
    addFailures(config.routes);
  }

  private void configure(Server server) {
    server.setStopTimeout(STOP_MAX.toMillis());
    server.setHandler(new GracefulHandler());
    server.setErrorHandler(new ProblemErrorHandler(json));
  }

  /** What a client does not take waits with us, where it is counted, and not in the kernel. */
  private ServerConnector connector(Server server, HttpConfiguration http) {
    var connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(wantedPort);
    connector.setAcceptedSendBufferSize(SEND_BUFFER_BYTES);
    return connector;
  }

  private static void configure(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    // Otherwise a key in wrong letters is taken for the right one that came before it.
    http.setHeaderCacheCaseSensitive(true);
  }

  private void addRoutes(RoutesConfig routes) {
    routes.before(RequestId::begin);
    // Answers belong to one tenant; no cache on the way may keep them for another.
    routes.before(
        ctx -> ctx.header("Cache-Control", "no-store").header("X-Content-Type-Options", "nosniff"));
    routes.get("/api/v1/servers", access.reading(servers::list));
    routes.get("/api/v1/servers/{id}", access.reading(servers::find));
    routes.get("/api/v1/servers/{id}/heartbeats", access.reading(servers::heartbeats));
    routes.delete("/api/v1/servers/{id}", access.administering(servers::retire));
    routes.get("/api/v1/servers/{id}/repairs", access.reading(repairs::list));
    routes.get("/api/v1/analytics", access.reading(analytics::get));
    routes.get("/api/v1/analytics/cost", access.reading(analytics::cost));
    routes.get("/api/v1/analytics/usage", access.reading(analytics::usage));
    routes.get("/api/v1/analytics/errors", access.reading(analytics::errors));
    routes.get("/api/v1/analytics/repairs", access.reading(analytics::repairs));
    routes.get("/api/v1/analytics/performance", access.reading(analytics::performance));
    routes.get("/api/v1/analytics/uptime", access.reading(analytics::uptime));
    routes.get("/api/v1/errors", access.reading(errors::list));
    routes.post("/api/v1/errors/explain", access.reading(explain::explain));
    routes.get("/api/v1/errors/{signature}", access.reading(errors::find));
    routes.get("/api/v1/alerts", access.reading(alerts::list));
    routes.get("/api/v1/alerts/{id}", access.reading(alerts::find));
    routes.patch("/api/v1/alerts/{id}", access.administering(alerts::decide));
    routes.get("/api/v1/ledger", access.reading(ledger::get));
    routes.get("/api/v1/maintenance", access.administering(maintenance::list));
    routes.post("/api/v1/maintenance", access.administering(maintenance::open));
    routes.delete("/api/v1/maintenance/{id}", access.administering(maintenance::delete));
    routes.get("/api/v1/errors/{signature}/occurrences", access.reading(errors::occurrences));
    routes.patch("/api/v1/errors/{signature}", access.administering(errors::decide));
    routes.get("/api/v1/patterns", access.reading(patterns::list));
    live.addTo(routes);
    about.addTo(routes);
    administration.addTo(routes, access);
  }

  private static void addFailures(RoutesConfig routes) {
    routes.exception(StoreException.class, QueryServer::storeFailed);
    routes.exception(HttpResponseException.class, QueryServer::refused);
    routes.exception(Exception.class, QueryServer::failed);
  }

  private static void storeFailed(StoreException e, Context ctx) {
    var store = e.store().title();
    switch (e.kind()) {
      case UNREACHABLE -> unavailable(e, ctx, Reason.UNAVAILABLE, store + " does not answer");
      case BUSY -> unavailable(e, ctx, Reason.UNAVAILABLE, store + " has too much to do already");
      case TOO_SLOW ->
          unavailable(
              e,
              ctx,
              Reason.TOO_BROAD,
              store + " took too long; ask for a shorter range or a narrower filter");
      case REFUSED -> failed(e, ctx);
    }
  }

  private static void unavailable(StoreException e, Context ctx, Reason reason, String detail) {
    // Without the stack: a store that is away would fill the log with it.
    var cause = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
    LOG.warn("{} {}: {}{}", ctx.method(), ctx.path(), e.getMessage(), cause);
    Problem.answer(ctx, reason, detail);
  }

  private static void failed(Exception e, Context ctx) {
    LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
    Problem.answer(
        ctx,
        Reason.INTERNAL,
        "What failed stands in our log, under " + ctx.res().getHeader(RequestId.HEADER));
  }

  /** What Javalin refuses by itself. */
  private static void refused(HttpResponseException e, Context ctx) {
    switch (e.getStatus()) {
      case 404 -> Problem.answer(ctx, Reason.NOT_FOUND, "There is no such endpoint");
      case 405 -> notAllowed(e, ctx);
      case 413 ->
          Problem.answer(
              ctx, Reason.TOO_LARGE, "A body must not be longer than " + BODY_BYTES_MAX + " bytes");
      default -> Problem.answer(ctx, Reason.MALFORMED, e.getMessage());
    }
  }

  private static void notAllowed(HttpResponseException e, Context ctx) {
    var allowed = e.getDetails().getOrDefault("availableMethods", "GET");
    ctx.header("Allow", allowed);
    Problem.answer(ctx, Reason.METHOD_NOT_ALLOWED, ctx.path() + " takes " + allowed + " only");
  }

  private void measure(Context ctx, float milliseconds) {
    var endpoint = ctx.endpoints().matchedHttpEndpoint();
    Timer.builder("fleetpulse.query.requests")
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("status", Integer.toString(ctx.statusCode()))
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(meters)
        .record(Duration.ofNanos((long) (milliseconds * 1_000_000)));
    LOG.debug("{} {} {} in {} ms", ctx.method(), ctx.path(), ctx.statusCode(), milliseconds);
    RequestId.end();
  }
}
