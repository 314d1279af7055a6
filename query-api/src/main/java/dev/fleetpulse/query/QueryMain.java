package dev.fleetpulse.query;

import dev.fleetpulse.control.ControlKeys;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyUsePublisher;
import dev.fleetpulse.control.LastUseReader;
import dev.fleetpulse.query.alerts.AlertsEndpoint;
import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.audit.AuditEndpoint;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.ControlDesk;
import dev.fleetpulse.query.command.KafkaCommands;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.fleet.Costs;
import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.instances.InstancesEndpoint;
import dev.fleetpulse.query.keys.KeysEndpoint;
import dev.fleetpulse.query.ledger.LedgerEndpoint;
import dev.fleetpulse.query.limit.KeyLimits;
import dev.fleetpulse.query.live.Live;
import dev.fleetpulse.query.live.LiveEndpoint;
import dev.fleetpulse.query.maintenance.ControlledMaintenance;
import dev.fleetpulse.query.maintenance.Maintenance;
import dev.fleetpulse.query.maintenance.MaintenanceEndpoint;
import dev.fleetpulse.query.patterns.PatternsEndpoint;
import dev.fleetpulse.query.repairs.RepairsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Statements;
import dev.fleetpulse.query.store.StoreWatch;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Health;
import dev.fleetpulse.service.ManagementServer;
import dev.fleetpulse.service.Shutdown;
import dev.fleetpulse.service.access.AccessKeys;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the query API: out of both stores, to HTTP. */
public final class QueryMain {
  private static final Logger LOG = LoggerFactory.getLogger(QueryMain.class);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(20);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

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
    var statements = new Statements(meters, config.slowStatement());
    var timescale = new Timescale(pool, statements);
    var clickHouse =
        shutdown.closes(
            "ClickHouse client",
            new ClickHouse(
                config.clickHouse().url(),
                config.clickHouse().user(),
                config.clickHouse().password(),
                config.clickHouseDatabase(),
                statements));
    var watch = shutdown.closes("store watch", new StoreWatch(timescale, clickHouse, meters));
    var control = config.control().map(location -> Control.at(location, clock, meters, shutdown));
    var keys = control.map(given -> config.keys().backedBy(given.keys)).orElse(config.keys());
    Optional<Maintenance> maintenance =
        control.map(given -> new ControlledMaintenance(given.desk, given.trail));
    var errorCommands =
        control.<Commands<ErrorCommand>>map(Control::errorCommands).orElseGet(Commands::none);
    var alertCommands =
        control.<Commands<AlertEvent>>map(Control::alertCommands).orElseGet(Commands::none);
    var retirements =
        control.<Commands<InstanceKey>>map(Control::retirements).orElseGet(Commands::none);
    var fleet = control.isPresent() ? Fleet.awaitingLog(meters) : Fleet.withoutLog();
    var costs = shutdown.closes("fleet costs", new Costs(fleet, timescale, clock));
    var trail = control.map(given -> given.trail).orElseGet(AuditTrail::none);
    var live =
        control.map(
            given ->
                new Live(given.kafka, given.topics, fleet, keys, config.live(), clock, meters));
    var management =
        shutdown.closes(
            "management server",
            new ManagementServer(
                config.host(),
                config.managementPort(),
                meters,
                () -> health(watch, control, fleet)));
    var server =
        shutdown.closes(
            "API",
            new QueryServer(
                config.host(),
                config.port(),
                new Access(keys, new KeyLimits(config.limits())),
                new ServersEndpoint(
                    fleet,
                    timescale,
                    clickHouse,
                    config.heartbeatsKept(),
                    retirements,
                    alertCommands,
                    clock),
                new RepairsEndpoint(timescale),
                new AnalyticsEndpoint(
                    timescale, clickHouse, config.heartbeatsKept(), clock, maintenance),
                new ErrorsEndpoint(timescale, clickHouse, errorCommands, trail, clock),
                new AlertsEndpoint(timescale, alertCommands, clock),
                new LedgerEndpoint(timescale, clock),
                new MaintenanceEndpoint(maintenance, clock),
                new PatternsEndpoint(timescale, clock),
                new LiveEndpoint(keys, live),
                new Administration(
                    new AuditEndpoint(timescale, clock),
                    control.map(given -> given.administration(keys, clock))),
                meters));
    // Closed before the API, which would wait for requests that last as long as their clients.
    live.ifPresent(stream -> shutdown.closes("live stream", stream));
    watch.start();
    control.ifPresent(Control::start);
    live.ifPresent(Live::start);
    costs.start();
    management.start();
    server.start();
    LOG.info(
        "Answering on http://{}:{}, health and metrics on port {}",
        config.host(),
        server.port(),
        management.port());
  }

  /**
   * The broker's side: keys out of the control topic, read beside everything else (until then they
   * are put off), and where decisions go.
   */
  private record Control(
      String kafka,
      Topics topics,
      ControlReader reader,
      ControlDesk desk,
      LastUseReader lastUses,
      KeyUsePublisher uses,
      ControlKeys keys,
      KafkaCommands<GroupKey, ErrorCommand> errorCommands,
      KafkaCommands<AlertKey, AlertEvent> alertCommands,
      KafkaCommands<InstanceKey, InstanceKey> retirements,
      AuditTrail trail) {
    static Control at(
        QueryConfig.ControlLocation location,
        InstantSource clock,
        PrometheusMeterRegistry meters,
        Shutdown shutdown) {
      var registry =
          shutdown.closes(
              "registry client", new SchemaRegistry(location.registryUrl(), REGISTRY_PATIENCE));
      var topics = Topics.with(registry);
      var reader =
          shutdown.closes(
              "control reader", new ControlReader(location.kafka(), topics, registry, meters));
      reader.keepEnrolments();
      var lastUses =
          shutdown.closes("last uses of keys", new LastUseReader(location.kafka(), topics));
      var uses = shutdown.closes("key uses", new KeyUsePublisher(location.kafka(), topics, clock));
      var writer =
          shutdown.closes(
              "control writer",
              new ControlWriter(location.kafka(), topics, registry, clock, "query-api"));
      var errorCommands =
          shutdown.closes(
              "error commands",
              new KafkaCommands<>(
                  location.kafka(),
                  topics.errorCommands(),
                  command ->
                      new GroupKey(command.getTenant(), command.getSignature(), command.getApp())));
      var alertCommands =
          shutdown.closes(
              "alert commands",
              new KafkaCommands<>(
                  location.kafka(),
                  topics.alertEvents(),
                  command -> new AlertKey(command.getTenant(), command.getAlertKey())));
      var retirements =
          shutdown.closes(
              "retirements",
              KafkaCommands.marking(location.kafka(), topics.heartbeats(), Topics.RETIRE));
      var audit =
          shutdown.closes(
              "audit log",
              new KafkaCommands<>(location.kafka(), topics.audit(), AuditEvent::getTenant));
      return new Control(
          location.kafka(),
          topics,
          reader,
          new ControlDesk(reader, writer),
          lastUses,
          uses,
          new ControlKeys(reader, uses, clock),
          errorCommands,
          alertCommands,
          retirements,
          new AuditTrail(audit, clock));
    }

    Administration.Desk administration(AccessKeys keys, InstantSource clock) {
      return new Administration.Desk(
          new KeysEndpoint(desk, keys, lastUses, trail, clock),
          new InstancesEndpoint(desk, trail, clock));
    }

    void start() {
      reader.start();
      uses.start();
      lastUses.start();
    }
  }

  /** While there is another process that has read the fleet, that one should be asked. */
  private static Health health(StoreWatch watch, Optional<Control> control, Fleet fleet) {
    return control
        .flatMap(given -> given.reader.trouble().or(fleet::trouble))
        .<Health>map(reason -> new Health.NotReady(List.of(reason)))
        .orElseGet(watch::health);
  }
}
