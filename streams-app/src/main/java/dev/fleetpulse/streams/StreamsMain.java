package dev.fleetpulse.streams;

import com.clickhouse.client.api.Client;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.fleetpulse.control.ControlReader;
import dev.fleetpulse.control.MaintenanceWindows;
import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.Health;
import dev.fleetpulse.service.ManagementServer;
import dev.fleetpulse.service.Shutdown;
import dev.fleetpulse.streams.StreamsAppConfig.ClickHouseStore;
import dev.fleetpulse.streams.StreamsAppConfig.TimescaleStore;
import dev.fleetpulse.streams.census.Census;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import dev.fleetpulse.streams.sink.DeadLetters;
import dev.fleetpulse.streams.sink.Sink;
import dev.fleetpulse.streams.sink.SinkConsumers;
import dev.fleetpulse.streams.sink.SinkFactory;
import dev.fleetpulse.streams.sink.SinkRunner;
import dev.fleetpulse.streams.sink.clickhouse.ClickHouseSinks;
import dev.fleetpulse.streams.sink.timescale.Expiry;
import dev.fleetpulse.streams.sink.timescale.TimescaleSinks;
import dev.fleetpulse.streams.topology.alerts.AlertsTopology;
import dev.fleetpulse.streams.topology.errors.ErrorsTopology;
import dev.fleetpulse.streams.topology.ledger.LedgerTopology;
import dev.fleetpulse.streams.topology.patterns.PatternsTopology;
import dev.fleetpulse.streams.topology.repairs.RepairsTopology;
import dev.fleetpulse.streams.topology.status.StatusTopology;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires topologies and sinks and runs them until the process is told to end. */
public final class StreamsMain {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsMain.class);

  private static final Duration STOP_BOUND = Duration.ofSeconds(25);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CONTROL_PATIENCE = Duration.ofSeconds(60);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STORE_TIMEOUT = Duration.ofSeconds(60);
  private static final long PRODUCER_BUFFER_BYTES = 4L << 20;

  private StreamsMain() {}

  /** Takes its settings from the environment, see {@link StreamsAppConfig}. */
  public static void main(String[] args) throws InterruptedException {
    var shutdown = new Shutdown(STOP_BOUND);
    try {
      start(StreamsAppConfig.from(new Env(System.getenv())), shutdown);
    } catch (Exception e) {
      LOG.error("Streams can't start: {}", e.getMessage(), e);
      shutdown.closeAll();
      System.exit(1);
    }
    shutdown.await();
  }

  /**
   * Starts everything, in the order in which the data meets it.
   *
   * @param shutdown learns what has to be closed, also where the start fails half-way
   * @return the management port
   */
  static int start(StreamsAppConfig config, Shutdown shutdown)
      throws IOException, InterruptedException {
    var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var registry = new SchemaRegistry(config.registryUrl(), REGISTRY_PATIENCE);
    shutdown.closes("registry client", registry);
    var topics = Topics.with(registry);
    var control =
        shutdown.closes(
            "control reader", new ControlReader(config.kafka(), topics, registry, metrics));
    var log = prepare(topics, config.kafka(), config.generation());

    var rocksDb = shutdown.closes("RocksDB memory", new RocksDbMemory(config.stateMemoryMb()));
    var settings = new RoomSettings(config.kafka(), config.stateDir(), topics, rocksDb, metrics);
    var topologies =
        new StreamsRunner(
            rooms(config, topics, Topics.ticks(registry), log, control.maintenance(), metrics),
            settings,
            metrics,
            shutdown::because);

    var timescale = shutdown.closes("TimescaleDB pool", timescale(config.timescale()));
    var clickHouse = shutdown.closes("ClickHouse client", clickHouse(config.clickHouse()));
    var producer = shutdown.closes("producer", producer(config.kafka()));
    var consumers = new SinkConsumers(config.kafka());
    var factory =
        new SinkFactory(
            consumers, new DeadLetters(producer, topics.deadLetters().name(), consumers), metrics);
    var sinks = new ArrayList<Sink<?>>();
    sinks.addAll(TimescaleSinks.of(topics, timescale, factory));
    sinks.addAll(ClickHouseSinks.of(topics, clickHouse, factory));
    var runner = new SinkRunner(sinks);

    var management =
        new ManagementServer(
            config.host(), config.managementPort(), metrics, () -> health(topologies, runner));
    shutdown.closes("management", management).start();
    shutdown.closes("expiry", new Expiry(timescale, metrics)).start();
    shutdown.closes("sinks", runner).start();
    var census =
        new Census(
            config.kafka(),
            topics,
            config.generation(),
            config.ledgerPeriod(),
            timescale,
            clickHouse,
            producer,
            metrics);
    shutdown.closes("census", census).start();
    // Who does not know the windows yet would raise alerts inside them.
    control.start();
    control.awaitLoaded(CONTROL_PATIENCE);
    shutdown.closes("topologies", topologies).start();
    LOG.info(
        "Generation {} is starting, usage in generation {}",
        config.generation().number(),
        log.usage().number());
    return management.port();
  }

  /**
   * What the broker said before anything started.
   *
   * @param ends how far the heartbeats' log has been written
   * @param usage the generation of the room that rebuilds may have begun anew
   */
  private record Prepared(LogEnds ends, Generation usage) {}

  /** Topics and schemas are there before the first record asks for them, or the start fails. */
  private static Prepared prepare(Topics topics, String kafka, Generation configured)
      throws InterruptedException {
    Prepared prepared;
    try (var admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      var topicAdmin = new TopicAdmin(admin);
      topicAdmin.ensure(topics.all());
      prepared =
          new Prepared(
              new LogEnds(topicAdmin.ends(topics.heartbeats())),
              new RunningGenerations(admin).latest("usage", configured));
    }
    for (var topic : topics.all()) {
      if (topic.values().serializer() instanceof ConfluentAvro<?> avro) {
        avro.register();
      }
    }
    return prepared;
  }

  private static List<Room> rooms(
      StreamsAppConfig config,
      Topics topics,
      ConfluentAvro<Tick> ticks,
      Prepared log,
      MaintenanceWindows windows,
      MeterRegistry metrics) {
    var generation = config.generation();
    var period = config.ledgerPeriod();
    var usage =
        new UsageTopology(topics, log.usage(), config.emitInterval(), log.ends(), period, metrics);
    var repairs = new RepairsTopology(topics, generation);
    var status = new StatusTopology(topics, ticks, generation, config.emitInterval());
    var errors = new ErrorsTopology(topics, generation, config.emitInterval(), period, metrics);
    var ledger =
        new LedgerTopology(topics, ticks, generation, log.usage(), period, config.emitInterval());
    var alerts = new AlertsTopology(topics, generation, windows::inForce);
    var patterns = new PatternsTopology(topics, generation);
    return List.of(
        new Room("usage", log.usage(), Unreadable.DEAD_LETTER, usage::addTo),
        new Room("repairs", generation, Unreadable.SKIP, repairs::addTo),
        new Room("status", generation, Unreadable.SKIP, status::addTo),
        new Room("errors", generation, Unreadable.DEAD_LETTER, errors::addTo),
        new Room("patterns", generation, Unreadable.SKIP, patterns::addTo),
        new Room("alerts", generation, Unreadable.DEAD_LETTER, alerts::addTo),
        new Room("ledger", generation, Unreadable.SKIP, ledger::addTo));
  }

  /** A store that is not there yet stops no start; its sinks wait for it. */
  private static HikariDataSource timescale(TimescaleStore store) {
    var pool = new HikariConfig();
    pool.setPoolName("timescale");
    pool.setJdbcUrl(store.url());
    pool.setUsername(store.user());
    pool.setPassword(store.password());
    pool.setMaximumPoolSize(TimescaleSinks.CONNECTIONS);
    pool.setInitializationFailTimeout(-1);
    pool.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    pool.addDataSourceProperty("ApplicationName", "fleetpulse-streams");
    pool.addDataSourceProperty("connectTimeout", CONNECT_TIMEOUT.toSeconds());
    pool.addDataSourceProperty("socketTimeout", STORE_TIMEOUT.toSeconds());
    return new HikariDataSource(pool);
  }

  private static Client clickHouse(ClickHouseStore store) {
    return new Client.Builder()
        .addEndpoint(store.url())
        .setUsername(store.user())
        .setPassword(store.password())
        .setDefaultDatabase(store.database())
        .setMaxConnections(ClickHouseSinks.CONNECTIONS)
        .setConnectTimeout(CONNECT_TIMEOUT.toMillis())
        .setSocketTimeout(STORE_TIMEOUT.toSeconds(), ChronoUnit.SECONDS)
        // It would cost the sinks more time than sending does.
        .compressClientRequest(false)
        // The sinks try again by themselves, and know how often they did.
        .setMaxRetries(0)
        .build();
  }

  private static Producer<byte[], byte[]> producer(String kafka) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
            ProducerConfig.ACKS_CONFIG, "all",
            ProducerConfig.BUFFER_MEMORY_CONFIG, PRODUCER_BUFFER_BYTES),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Health health(StreamsRunner topologies, SinkRunner sinks) {
    var reasons = new ArrayList<>(topologies.reasonsNotReady());
    reasons.addAll(sinks.reasonsNotReady());
    return Health.of(reasons);
  }
}
