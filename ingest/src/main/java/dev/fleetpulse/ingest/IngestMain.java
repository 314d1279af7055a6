package dev.fleetpulse.ingest;

import dev.fleetpulse.control.ControlKeys;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.KeyUsePublisher;
import dev.fleetpulse.control.OwnCategories;
import dev.fleetpulse.ingest.batch.Batches;
import dev.fleetpulse.ingest.canary.Canary;
import dev.fleetpulse.ingest.errors.CategoryStamp;
import dev.fleetpulse.ingest.errors.ErrorEndpoint;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.errors.LimitedErrorReader;
import dev.fleetpulse.ingest.heartbeat.HeartbeatEndpoint;
import dev.fleetpulse.ingest.heartbeat.HeartbeatReader;
import dev.fleetpulse.ingest.limit.BatchPace;
import dev.fleetpulse.ingest.limit.ReportLimits;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.publish.KafkaEventPublisher;
import dev.fleetpulse.ingest.publish.Ticker;
import dev.fleetpulse.ingest.refusals.RefusalLedger;
import dev.fleetpulse.ingest.refusals.RefusalReporter;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.scrub.Scrubber;
import dev.fleetpulse.ingest.sentry.SentryEndpoint;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Health;
import dev.fleetpulse.service.ManagementServer;
import dev.fleetpulse.service.Shutdown;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the ingest process and runs it until it is told to end. */
public final class IngestMain {
  private static final Logger LOG = LoggerFactory.getLogger(IngestMain.class);

  private static final Duration STOP_BOUND = Duration.ofSeconds(18);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration KEYS_PATIENCE = Duration.ofSeconds(60);
  private static final int THREADS_MAX = 128;

  private IngestMain() {}

  /** The ports in use. */
  record Ports(int api, int management) {}

  /** Takes its settings from the environment, see {@link IngestConfig}. */
  public static void main(String[] args) throws InterruptedException {
    var shutdown = new Shutdown(STOP_BOUND);
    try {
      start(IngestConfig.from(new Env(System.getenv())), shutdown);
    } catch (Exception e) {
      LOG.error("Ingest can't start: {}", e.getMessage(), e);
      shutdown.closeAll();
      System.exit(1);
    }
    shutdown.await();
  }

  /**
   * Starts everything; the public port opens last.
   *
   * @param shutdown learns what has to be closed, also where the start fails half-way
   */
  static Ports start(IngestConfig config, Shutdown shutdown)
      throws IOException, InterruptedException {
    var clock = InstantSource.system();
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var ingestor = Ingestor.starting(config.ingestor());
    var registry = new SchemaRegistry(config.registryUrl(), REGISTRY_PATIENCE);
    var topics = Topics.with(registry);
    var publisher =
        new KafkaEventPublisher(config.kafka(), topics, Topics.ticks(registry), clock, meters);
    var canary = config.canary().map(url -> new Canary(url, meters));
    var ticker =
        new Ticker(ingestor, publisher, clock, () -> canary.map(Canary::isAnswered).orElse(true));
    var refusals = new RefusalLedger(clock);
    var reporter = new RefusalReporter(ingestor, refusals, publisher);
    var control = new ControlReader(config.kafka(), topics, registry, meters);
    var keyUses = new KeyUsePublisher(config.kafka(), topics, clock);
    var keys = config.keys().backedBy(new ControlKeys(control, keyUses, clock));

    var threads = new QueuedThreadPool(THREADS_MAX);
    threads.setName("http");
    var answers = new Answers(clock, threads, refusals, meters);
    var limits = new ReportLimits(config.limits());
    var reception = new Reception(keys, limits, new Scrubber(config.scrub(), meters));
    var batches = new Batches(answers);
    var window = new TimeWindow(clock);
    var heartbeats =
        new HeartbeatEndpoint(
            reception,
            new HeartbeatReader(
                ingestor,
                (tenant, app) -> control.thresholds().of(tenant, app).orElse(config.downAfter()),
                window),
            limits,
            new BatchPace(config.limits()),
            publisher,
            batches,
            answers);
    var errorReader =
        new LimitedErrorReader(
            new ErrorReader(ingestor, window),
            limits,
            new CategoryStamp(tenant -> control.categories().of(tenant).map(OwnCategories::rules)));
    var errors = new ErrorEndpoint(reception, errorReader, publisher, batches, answers);
    var sentry = new SentryEndpoint(reception, errorReader, publisher, answers, clock, meters);
    var server =
        new IngestServer(
            config.host(), config.port(), threads, heartbeats, errors, sentry, answers, meters);
    var management =
        new ManagementServer(
            config.host(),
            config.managementPort(),
            meters,
            () -> health(server, publisher, control));

    shutdown.closes("management", management).start();
    shutdown.closes("registry client", registry);
    ensure(topics, config.kafka());
    shutdown.closes("control reader", control).start();
    shutdown.closes("key uses", keyUses).start();
    shutdown.closes("publisher", publisher).start();
    canary.ifPresent(asking -> shutdown.closes("canary", asking).start());
    shutdown.closes("ticker", ticker).start();
    shutdown.closes("refusals", reporter).start();
    control.awaitLoaded(KEYS_PATIENCE);
    shutdown.closes("server", server).start();
    LOG.info(
        "Ingest {} ({}) takes reports on http://{}:{}",
        ingestor.id(),
        ingestor.incarnation(),
        config.host(),
        server.port());
    return new Ports(server.port(), management.port());
  }

  private static void ensure(Topics topics, String kafka) {
    try (var admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      new TopicAdmin(admin).ensure(topics.all());
    }
  }

  private static Health health(
      IngestServer server, KafkaEventPublisher publisher, ControlReader control) {
    return Health.of(
        Stream.of(server.trouble(), publisher.trouble(), control.trouble())
            .flatMap(Optional::stream)
            .toList());
  }
}
