package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.devstack.Database;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** From causes, commands and windows on the broker to rows in TimescaleDB. */
@ExtendWith(RealComponents.class)
class AlertsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String STATUS =
      "SELECT status, resolution FROM fleetpulse.alerts WHERE tenant =";
  private static final String AUDIT =
      "SELECT action, by_whom FROM fleetpulse.audit_log WHERE tenant =";

  private static Database timescale;
  private static SchemaRegistry registry;
  private static Topics topics;
  private static Broker broker;
  private static ControlWriter control;
  private static RunningApp app;

  private final String tenant = "tenant-" + UUID.randomUUID();
  private final InstanceKey instance = new InstanceKey(tenant, "wlv_1");

  @BeforeAll
  static void start(Components components, @TempDir Path stateDir) throws Exception {
    timescale = Stores.timescale(components);
    registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
    topics = Topics.with(registry);
    broker = new Broker(components.kafka());
    control =
        new ControlWriter(components.kafka(), topics, registry, InstantSource.system(), "test");
    app = new RunningApp(components, timescale, Stores.clickHouse(components), stateDir);
    control.start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(app.management("/readyz").body()).isEqualTo("ok\n"));
  }

  @AfterAll
  static void close() {
    app.close();
    control.close();
    broker.close();
    registry.close();
  }

  @Test
  void aCauseOpensAPersonAcknowledgesAndItsEndResolves() throws Exception {
    send(cause("raised"));
    eventually(STATUS, row("open", null));

    var command = command("acknowledge");
    send(command);
    eventually(STATUS, row("acknowledged", null));
    // A command that is read again, as after a crash, is taken down once.
    send(command);

    send(cause("cleared"));
    eventually(STATUS, row("resolved", "cleared"));
    eventually(AUDIT, Map.of("action", "alert.acknowledge", "by_whom", "ann"));
  }

  @Test
  void aWindowMutesUntilItIsTakenBack() throws Exception {
    var window =
        new Window(
            UUID.randomUUID().toString(),
            tenant,
            new Target.App("shop"),
            Instant.now().minusSeconds(1),
            Instant.now().plus(Duration.ofHours(1)),
            Optional.empty(),
            Instant.now().minusSeconds(1),
            "ann");
    control.open(window);
    send(cause("raised"));
    eventually(STATUS, row("muted", null));

    control.removeWindow(window.id());

    eventually(STATUS, row("open", null));
    eventually(
        "SELECT muted_until AT TIME ZONE 'UTC' > now() AT TIME ZONE 'UTC' AS told"
            + " FROM fleetpulse.alerts WHERE tenant =",
        Map.of("told", true));
  }

  @Test
  void whoIsRetiredIsNoServerAnyMoreAndWhoDidItIsTakenDown() throws Exception {
    broker.send(
        topics.heartbeats(), instance, Heartbeats.at(instance, Instant.now().toEpochMilli()));
    var servers = "SELECT instance_id FROM fleetpulse.instances WHERE tenant =";
    eventually(servers, Map.of("instance_id", "wlv_1"));

    // As the query API does.
    send(command("retire").setAlertKey("instance/wlv_1").setEpisode(null));
    var name = topics.heartbeats().name();
    var retire =
        new ProducerRecord<byte[], byte[]>(
            name, topics.heartbeats().keys().serializer().serialize(name, instance), null);
    retire.headers().add(Topics.RETIRE, new byte[0]);
    broker.producer().send(retire).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(servers)).isEmpty());
    eventually(AUDIT, Map.of("action", "instance.retire", "by_whom", "ann"));
    assertThat(rows(STATUS)).isEmpty();
  }

  @Test
  void whatAdministratorsDoIsTakenDownOnce() throws Exception {
    var event =
        AuditEvent.newBuilder()
            .setTenant(tenant)
            .setEventId(UUID.randomUUID().toString())
            .setAtMs(Instant.now().toEpochMilli())
            .setAction("key.create")
            .setSubject("3fZk81Qa")
            .setBy("key 8Hd02kLm")
            .setDetails(Map.of("scopes", "read"))
            .build();

    broker.send(topics.audit(), tenant, event);
    broker.send(topics.audit(), tenant, event);
    var last = AuditEvent.newBuilder(event).setEventId(UUID.randomUUID().toString()).build();
    broker.send(topics.audit(), tenant, last);

    var row = Map.<String, Object>of("action", "key.create", "by_whom", "key 8Hd02kLm");
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(AUDIT)).containsExactly(row, row));
  }

  private AlertEvent.Builder cause(String kind) {
    return event(kind)
        .setType("instance.skew")
        .setSeverity("warn")
        .setMessage("The clock of wlv_1 is off")
        .setInstanceId("wlv_1")
        .setApp("shop");
  }

  private AlertEvent.Builder command(String kind) {
    return event(kind).setBy("ann").setEvidence(Map.of("key", "k"));
  }

  private AlertEvent.Builder event(String kind) {
    return AlertEvent.newBuilder()
        .setTenant(tenant)
        .setAlertKey("instance.skew/wlv_1")
        .setEventId(UUID.randomUUID().toString())
        .setKind(kind)
        .setAtMs(Instant.now().toEpochMilli());
  }

  private void send(AlertEvent.Builder event) throws Exception {
    broker.send(topics.alertEvents(), new AlertKey(tenant, event.getAlertKey()), event.build());
  }

  private static Map<String, Object> row(String status, String resolution) {
    var row = new HashMap<String, Object>();
    row.put("status", status);
    row.put("resolution", resolution);
    return row;
  }

  private void eventually(String query, Map<String, Object> row) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows(query)).containsExactly(row));
  }

  private List<Map<String, Object>> rows(String query) throws SQLException {
    return Stores.rows(timescale, query + " '" + tenant + "'");
  }
}
