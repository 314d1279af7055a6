package dev.fleetpulse.devstack;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A Kafka broker and controller inside this JVM, on the loopback interface; its log survives
 * restarts.
 */
public final class Kafka implements Component {
  private static final String NODE = "1";

  private final Path data;
  private final int port;
  private final int controllerPort;
  private KafkaRaftServer server;

  /**
   * Starts nothing yet.
   *
   * @param data kept over restarts
   * @param controllerPort must stay the same for one data folder only while it runs
   */
  public Kafka(Path data, int port, int controllerPort) {
    this.data = data;
    this.port = port;
    this.controllerPort = controllerPort;
  }

  @Override
  public String name() {
    return "kafka";
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** Starts the broker and returns when it serves. */
  @Override
  public void start() {
    try {
      Files.createDirectories(data);
      if (!Files.exists(data.resolve("meta.properties"))) {
        format();
      }
      var starting = new KafkaRaftServer(new KafkaConfig(properties(), false), Time.SYSTEM);
      server = starting;
      starting.startup();
    } catch (Exception e) {
      throw new ComponentException("kafka did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public void awaitReady() {
    // Starting the broker is waiting for it.
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.empty();
  }

  @Override
  public void close() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
  }

  private void format() throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(Integer.parseInt(NODE))
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(data.toString())
        .setDirectories(List.of(data.toString()))
        .run();
  }

  private Properties properties() {
    var properties = new Properties();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", NODE);
    var listeners =
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
    properties.put("listeners", listeners);
    properties.put("advertised.listeners", listeners);
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("inter.broker.listener.name", "PLAINTEXT");
    properties.put("controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort);
    properties.put("log.dirs", data.toString());
    // A topic that was forgotten is an error here as it is in production.
    properties.put("auto.create.topics.enable", "false");
    oneBroker(properties);
    small(properties);
    return properties;
  }

  /** The defaults expect three brokers. */
  private static void oneBroker(Properties properties) {
    properties.put("offsets.topic.replication.factor", "1");
    properties.put("transaction.state.log.replication.factor", "1");
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.replication.factor", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
  }

  /** The defaults are made for a machine of its own. */
  private static void small(Properties properties) {
    properties.put("offsets.topic.num.partitions", "4");
    properties.put("transaction.state.log.num.partitions", "4");
    properties.put("share.coordinator.state.topic.num.partitions", "1");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.put("log.cleaner.dedupe.buffer.size", "8388608");
    properties.put("log.index.size.max.bytes", "1048576");
    properties.put("log.segment.bytes", "134217728");
  }
}
