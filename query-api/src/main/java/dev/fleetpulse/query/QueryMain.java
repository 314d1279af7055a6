package dev.fleetpulse.query;

import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.StoreWatch;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.ManagementServer;
import dev.fleetpulse.service.Shutdown;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the query API: out of both stores, to HTTP. */
public final class QueryMain {
  private static final Logger LOG = LoggerFactory.getLogger(QueryMain.class);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(20);

  private QueryMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    QueryConfig config;
    try {
      config = QueryConfig.from(new Env(System.getenv()));
    } catch (IllegalArgumentException e) {
      LOG.error("{}", e.getMessage());
      System.exit(1);
      return;
    }
    var shutdown = new Shutdown(SHUTDOWN_MAX);
    try {
      start(config, shutdown);
    } catch (IOException | RuntimeException e) {
      LOG.error("The query API can't start", e);
      shutdown.closeAll();
      System.exit(1);
    }
    shutdown.await();
  }

  private static void start(QueryConfig config, Shutdown shutdown) throws IOException {
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var clock = InstantSource.system();
    var pool = shutdown.closes("TimescaleDB pool", TimescalePool.of(config.timescale(), meters));
    var timescale = new Timescale(pool);
    var clickHouse =
        shutdown.closes(
            "ClickHouse client",
            new ClickHouse(
                config.clickHouse().url(),
                config.clickHouse().user(),
                config.clickHouse().password(),
                config.clickHouseDatabase()));
    var watch = shutdown.closes("store watch", new StoreWatch(timescale, clickHouse, meters));
    var management =
        shutdown.closes(
            "management server",
            new ManagementServer(config.host(), config.managementPort(), meters, watch::health));
    var server =
        shutdown.closes(
            "API",
            new QueryServer(
                config.host(),
                config.port(),
                new Access(config.keys()),
                new ServersEndpoint(timescale, clock),
                new AnalyticsEndpoint(timescale, clickHouse, clock),
                new ErrorsEndpoint(timescale, clickHouse, clock),
                meters));
    watch.start();
    management.start();
    server.start();
    LOG.info(
        "Answering on http://{}:{}, health and metrics on port {}",
        config.host(),
        server.port(),
        management.port());
  }
}
