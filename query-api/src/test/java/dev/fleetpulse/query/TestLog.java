package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import java.nio.ByteBuffer;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Topics of instances and clocks that one test alone writes and reads, at the real broker, with
 * what the tables {@code instances} and {@code partition_clocks} have.
 */
public final class TestLog implements AutoCloseable {
  private final SchemaRegistry registry;
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;

  /** With topics that are empty. */
  public TestLog(Components components) {
    registry = new SchemaRegistry(components.registryUrl(), ofSeconds(60));
    topics = own(Topics.with(registry), "-" + UUID.randomUUID());
    var kafka = Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, components.kafka());
    producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    try (var admin =
        Admin.create(
            Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, components.kafka()))) {
      new TopicAdmin(admin).ensure(List.of(topics.instanceState(), topics.partitionClocks()));
    }
  }

  Topics topics() {
    return topics;
  }

  /** Writes a record per row of both tables, as the rooms had written them. */
  public void copy(Components components) throws SQLException {
    try (var connection =
            DriverManager.getConnection(
                components.timescale().jdbcUrl(),
                "fleetpulse_sink",
                components.clickhouse().password());
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SELECT * FROM partition_clocks")) {
        while (rows.next()) {
          append(topics.partitionClocks(), Integer.toString(rows.getInt("partition")), clock(rows));
        }
      }
      try (var rows = statement.executeQuery("SELECT * FROM instances")) {
        while (rows.next()) {
          var state = state(rows);
          append(
              topics.instanceState(),
              new InstanceKey(state.getTenant(), state.getInstanceId()),
              state);
        }
      }
    }
  }

  /** Writes a record, and returns when the broker has it. */
  public <K, V> void append(Topic<K, V> topic, K key, V value) {
    try {
      producer
          .send(
              new ProducerRecord<>(
                  topic.name(),
                  topic.keys().serializer().serialize(topic.name(), key),
                  topic.values().serializer().serialize(topic.name(), value)))
          .get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("The broker did not take " + value, e);
    }
  }

  @Override
  public void close() {
    producer.close();
    registry.close();
  }

  private static PartitionClock clock(ResultSet row) throws SQLException {
    return new PartitionClock(
        row.getInt("partition"),
        row.getLong("revision"),
        ms(row, "clock"),
        ms(row, "recovered_at"),
        ms(row, "outage_from"));
  }

  private static InstanceState state(ResultSet row) throws SQLException {
    return InstanceState.newBuilder()
        .setTenant(row.getString("tenant"))
        .setInstanceId(row.getString("instance_id"))
        .setApp(row.getString("app"))
        .setRevision(row.getLong("revision"))
        .setStatus(row.getString("status"))
        .setReason(row.getString("reason"))
        .setStatusSinceMs(ms(row, "status_since"))
        .setFirstSeenMs(ms(row, "first_seen"))
        .setLastContactMs(ms(row, "last_contact"))
        .setDownAfterMs(row.getLong("down_after_ms"))
        .setPartitionClockMs(ms(row, "partition_clock"))
        .setIngestor(row.getString("ingestor"))
        .setLastHeartbeat(heartbeat(row))
        .setPartition(row.getInt("partition"))
        .setSkewMs(row.getObject("skew_ms", Long.class))
        .build();
  }

  private static Heartbeat heartbeat(ResultSet row) throws SQLException {
    var whole = row.getString("last_heartbeat");
    var repaired = whole == null ? null : QueryApi.json(whole).at("/repairs/lastRepair/timestamp");
    return Heartbeat.newBuilder()
        .setTenant(row.getString("tenant"))
        .setInstanceId(row.getString("instance_id"))
        .setApp(row.getString("app"))
        .setTimestampMs(ms(row, "last_contact"))
        .setHash(ByteBuffer.allocate(0))
        .setDownAfterMs(180_000)
        .setIngestor("ingest-a")
        .setIncarnation("start-1")
        .setVersion(row.getString("version"))
        .setServer(
            Server.newBuilder()
                .setName(row.getString("server_name"))
                .setUptimeSeconds(row.getObject("uptime_seconds", Long.class))
                .build())
        .setProcess(
            ProcessUsage.newBuilder()
                .setMemoryMb(row.getObject("memory_mb", Double.class))
                .setCpuPercent(row.getObject("cpu_percent", Double.class))
                .build())
        .setRoutes(
            Routes.newBuilder()
                .setTotal(row.getObject("routes_total", Integer.class))
                .setUnhealthy(row.getObject("routes_unhealthy", Integer.class))
                .setSlowestPath(row.getString("slowest_path"))
                .setSlowestAvgMs(row.getObject("slowest_avg_ms", Double.class))
                .build())
        .setRepairs(
            repaired == null || repaired.isMissingNode()
                ? null
                : Repairs.newBuilder()
                    .setLast(LastRepair.newBuilder().setTimestampMs(repaired.asLong()).build())
                    .build())
        .setRest(whole)
        .build();
  }

  private static Long ms(ResultSet row, String column) throws SQLException {
    var moment = row.getObject(column, OffsetDateTime.class);
    return moment == null ? null : moment.toInstant().toEpochMilli();
  }

  private static Topics own(Topics all, String suffix) {
    return new Topics(
        all.heartbeats(),
        all.errors(),
        all.refusals(),
        all.usageHourly(),
        all.repairs(),
        named(all.instanceState(), suffix),
        all.statusChanges(),
        all.uptimeHourly(),
        named(all.partitionClocks(), suffix),
        all.errorOccurrences(),
        all.errorGroups(),
        all.errorCounts(),
        all.errorCommands(),
        all.patterns(),
        all.alertEvents(),
        all.alerts(),
        all.verdicts(),
        all.ledgerFacts(),
        all.ledgerHourly(),
        all.control(),
        all.keyUsage(),
        all.audit(),
        all.probes(),
        all.deadLetters());
  }

  private static <K, V> Topic<K, V> named(Topic<K, V> topic, String suffix) {
    return new Topic<>(
        topic.name() + suffix, topic.partitions(), topic.settings(), topic.keys(), topic.values());
  }
}
