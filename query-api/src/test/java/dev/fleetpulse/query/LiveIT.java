package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.EpisodeKey;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.PartitionClock;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.schemas.PatternApp;
import dev.fleetpulse.schemas.PatternKey;
import dev.fleetpulse.schemas.Repair;
import dev.fleetpulse.schemas.RepairKey;
import dev.fleetpulse.schemas.StatusChange;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live stream against the real broker, as its clients see it. */
@ExtendWith(RealComponents.class)
class LiveIT {
  private static final String STATUS = "{\"subscribe\": [\"status\"]}";

  /** A partition whose clock no other test moves. */
  private static final int STANDING = 5;

  private static LiveStack stack;
  private static HttpClient http;

  private final String instance = "web-" + UUID.randomUUID();

  @BeforeAll
  static void start(Components components) {
    stack = new LiveStack(components);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    stack.close();
    http.close();
  }

  @Test
  void aChangeComesByWebSocketWithItsEvidence() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      assertThat(ann.subscribe(STATUS).path("type").asText()).isEqualTo("subscribed");

      change("acme", instance);

      var told = ann.await(about(instance));
      assertThat(told.path("type").asText()).isEqualTo("status");
      assertThat(told.path("status").asText()).isEqualTo("down");
      assertThat(told.at("/evidence/downAfterMs").asLong()).isEqualTo(180_000);
      assertThat(told.path("cursor").asText()).isNotEmpty();
    }
  }

  @Test
  void aChangeComesAsServerSentEvent() throws Exception {
    try (var stream = stream("/api/v1/live?subscribe=status&servers=" + instance, TestKeys.ACME)) {
      assertThat(next(stream)).contains("\"type\":\"subscribed\"");

      change("acme", instance + "-other");
      change("acme", instance);

      assertThat(stream.readLine()).startsWith("id: ");
      assertThat(next(stream)).contains("\"instanceId\":\"" + instance + "\"");
    }
  }

  @Test
  void anotherTenantsEventsDoNotComeWhateverIsAskedFor() {
    try (var rival = LiveSocket.open(http, stack.port(), TestKeys.RIVAL)) {
      assertThat(rival.subscribe("{\"tenant\": \"acme\"}").path("type").asText())
          .isEqualTo("refused");
      rival.subscribe("{\"subscribe\": [\"status\"], \"servers\": [\"%s\"]}".formatted(instance));

      // Both lie in the same partition, so whoever is told the second was passed the first.
      change("acme", instance);
      change("rival", instance);

      rival.await(about(instance));
      assertThat(rival.messages().stream().filter(about(instance))).hasSize(1);
      assertThat(rival.await(about(instance)).path("app").asText()).isEqualTo("app of rival");
    }
  }

  @Test
  void heartbeatsAreToldAlsoOfThoseThatCameAtTheSameMoment() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      ann.subscribe("{\"subscribe\": [\"heartbeat\"], \"servers\": [\"%s\"]}".formatted(instance));

      state(instance + "-other", 1, 1_000, -1, "{}");
      state(instance, 1, 1_000, -1, "{}");
      ann.await(message -> timestamp(message).equals("1970-01-01T00:00:01Z"));
      state(instance, 2, 2_000, -1, "{}");
      ann.await(message -> timestamp(message).equals("1970-01-01T00:00:02Z"));
      // Another state, and no other heartbeat.
      state(instance, 3, 2_000, -1, "{}");
      state(instance, 4, 3_000, -1, "{}");
      ann.await(message -> timestamp(message).equals("1970-01-01T00:00:03Z"));

      assertThat(ann.messages().stream().filter(about(instance))).hasSize(3);
      assertThat(ann.messages().stream().filter(about(instance + "-other"))).isEmpty();
    }
  }

  @Test
  void whoWantsATagIsToldOfInstancesThatHaveIt() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME);
        var bob = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      bob.subscribe("{\"subscribe\": [\"heartbeat\"], \"servers\": [\"%s\"]}".formatted(instance));
      state(
          instance,
          1,
          1_000,
          -1,
          "{\"metadata\": {\"tags\": {\"zone\": \"eu\", \"rack\": \"7\"}}}");
      // From here on the instance and its tags are known.
      bob.await(about(instance));
      ann.subscribe("{\"subscribe\": [\"status\"], \"tags\": {\"zone\": \"eu\"}}");

      change("acme", instance + "-untagged");
      change("acme", instance);

      ann.await(about(instance));
      bob.subscribe("{\"subscribe\": [\"status\"]}");
      change("acme", instance + "-last");
      bob.await(about(instance + "-last"));
      assertThat(ann.messages().stream().filter(about(instance + "-untagged"))).isEmpty();
    }
  }

  @Test
  void repairsAndPatternsAreToldByApp() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      ann.subscribe(
          "{\"subscribe\": [\"repair\", \"pattern\"], \"apps\": [\"%s\"]}".formatted(instance));

      repair("another app", "first");
      repair(instance, "second");
      pattern(instance);

      var repaired = ann.await(message -> message.path("type").asText().equals("repair"));
      assertThat(repaired.path("id").asText()).isEqualTo("second");
      assertThat(repaired.path("cost").decimalValue()).isEqualByComparingTo("0.0045");
      var opened = ann.await(message -> message.path("type").asText().equals("pattern"));
      assertThat(opened.path("name").asText()).isEqualTo("timeout");
      assertThat(opened.path("firstApp").asText()).isEqualTo(instance);
    }
  }

  @Test
  void whileTheLogsTimeStandsAStatusIsUnknownAndEverybodyIsToldWhy() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      ann.subscribe(
          "{\"subscribe\": [\"heartbeat\", \"status\"], \"servers\": [\"%s\"]}"
              .formatted(instance));
      clock(Instant.now().minusSeconds(60));
      ann.await(message -> isOutage(message, true));
      state(instance, 1, 1_000, STANDING, "{}");
      ann.await(message -> message.path("type").asText().equals("heartbeat"));

      change("acme", instance);

      var told =
          ann.await(
              message ->
                  about(instance).test(message) && message.path("type").asText().equals("status"));
      assertThat(told.path("status").asText()).isEqualTo("unknown");
      assertThat(told.path("reason").asText()).isEqualTo("platform_outage");
      assertThat(told.at("/evidence/status").asText()).isEqualTo("down");

      clock(Instant.now());
      ann.await(message -> isOutage(message, false));
    }
  }

  @Test
  void aBadMessageIsAnsweredAndTheConnectionStays() {
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      var answer = ann.subscribe("{\"subscribe\": [\"stauts\"]}");

      assertThat(answer.path("type").asText()).isEqualTo("refused");
      assertThat(answer.at("/errors/0/parameter").asText()).isEqualTo("subscribe");
      assertThat(ann.subscribe(STATUS).path("type").asText()).isEqualTo("subscribed");
    }
  }

  @Test
  void whoComesBackIsToldWhatItMissedOrThatItDid() {
    JsonNode last;
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.SOLO)) {
      ann.subscribe(STATUS);
      change("solo", instance);
      last = ann.await(about(instance));
    }
    change("solo", instance + "-meanwhile");
    try (var ann = LiveSocket.open(http, stack.port(), TestKeys.SOLO)) {
      var again = ann.subscribe("{\"resume\": \"%s\"}".formatted(last.path("cursor").asText()));
      assertThat(again.path("missed").asBoolean(true)).isFalse();
      ann.await(about(instance + "-meanwhile"));

      assertThat(ann.subscribe("{\"resume\": \"00000000000000ff-1\"}").path("missed").asBoolean())
          .isTrue();
    }
  }

  @Test
  void aRevokedKeyEndsItsConnections() {
    var key = stack.writer().create(new KeyOrder("acme", Set.of(Scope.READ), new Binding.Tenant()));
    try (var ann = LiveSocket.open(http, stack.port(), key.text())) {
      ann.subscribe(STATUS);

      stack.writer().revoke(key.key().id());

      assertThat(ann.closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void aTicketOpensOneConnection() throws Exception {
    var answer =
        http.send(
            request("/api/v1/live/tickets", TestKeys.ACME)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(201);
    var ticket = QueryApi.json(answer.body()).path("ticket").asText();

    try (var browser = LiveSocket.openWith(http, stack.port(), ticket)) {
      browser.subscribe(STATUS);
      change("acme", instance);
      browser.await(about(instance));

      assertThat(LiveSocket.refusal(http, stack.port(), "?ticket=" + ticket, null)).isEqualTo(401);
    }
  }

  @Test
  void whoMayNotIsRefusedBeforeItIsConnected() throws Exception {
    var port = stack.port();

    assertThat(LiveSocket.refusal(http, port, "", null)).isEqualTo(401);
    assertThat(LiveSocket.refusal(http, port, "", TestKeys.INGEST_ONLY)).isEqualTo(403);
    assertThat(LiveSocket.refusal(http, port, "?ticket=fpt_none", null)).isEqualTo(401);
    assertThat(LiveSocket.refusal(http, port, "?subscribe=status", TestKeys.ACME)).isEqualTo(400);
    var wrong =
        http.send(
            request("/api/v1/live?subscribe=stauts", TestKeys.ACME).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("some of heartbeat, status, alert");
  }

  @Test
  void aKeyHasOnlySoManyConnections() {
    var key = stack.writer().create(new KeyOrder("acme", Set.of(Scope.READ), new Binding.Tenant()));
    var sockets = new ArrayList<LiveSocket>();
    try {
      for (var i = 0; i < LiveStack.LIMITS.clientsPerKey(); i++) {
        sockets.add(LiveSocket.open(http, stack.port(), key.text()));
        // Once it is answered it counts, not as soon as the connection is there.
        sockets.getLast().subscribe(STATUS);
      }

      assertThat(LiveSocket.refusal(http, stack.port(), "", key.text())).isEqualTo(429);
    } finally {
      sockets.forEach(LiveSocket::close);
    }
  }

  @Test
  void whoDoesNotReadIsToldWhatWasDroppedAndHurtsNobody() throws Exception {
    try (var slow = new Socket();
        var fast = LiveSocket.open(http, stack.port(), TestKeys.ACME)) {
      slow.setReceiveBufferSize(4 * 1024);
      slow.setSoTimeout(Math.toIntExact(ofSeconds(60).toMillis()));
      slow.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), stack.port()));
      slow.getOutputStream()
          .write(
              ("GET /api/v1/live?subscribe=alert HTTP/1.1\r\nHost: localhost\r\nx-api-key: "
                      + TestKeys.ACME
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      var reading =
          new BufferedReader(new InputStreamReader(slow.getInputStream(), StandardCharsets.UTF_8));
      assertThat(until(reading, "subscribed")).isTrue();
      fast.subscribe(STATUS);

      for (var i = 0; i < 4_000; i++) {
        alert("acme", instance + "-" + i, "x".repeat(4_000));
      }
      change("acme", instance);

      fast.await(about(instance));
      assertThat(until(reading, "\"type\":\"dropped\"")).isTrue();
    }
  }

  private static boolean until(BufferedReader reading, String words) throws IOException {
    for (var line = reading.readLine(); line != null; line = reading.readLine()) {
      if (line.contains(words)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<JsonNode> about(String instanceId) {
    return message -> message.path("instanceId").asText().equals(instanceId);
  }

  private static void change(String tenant, String instanceId) {
    stack.append(
        stack.topics().statusChanges(),
        new InstanceKey(tenant, instanceId),
        StatusChange.newBuilder()
            .setTenant(tenant)
            .setInstanceId(instanceId)
            .setApp("app of " + tenant)
            .setRevision(1)
            .setChangedAtMs(1_781_094_600_000L)
            .setFromStatus("healthy")
            .setToStatus("down")
            .setReason("nothing received for 180 s")
            .setLastContactMs(1_781_094_420_000L)
            .setDownAfterMs(180_000)
            .setPartitionClockMs(1_781_094_600_000L)
            .setIngestor("ingest-1")
            .build());
  }

  private static boolean isOutage(JsonNode message, boolean is) {
    return message.path("type").asText().equals("platform")
        && message.path("outage").asBoolean() == is;
  }

  private static String timestamp(JsonNode message) {
    return message.path("timestamp").asText();
  }

  private static void clock(Instant now) {
    var ms = now.toEpochMilli();
    stack.append(
        stack.topics().partitionClocks(),
        Integer.toString(STANDING),
        new PartitionClock(STANDING, ms, ms, 0L, null));
  }

  /** All of them were received at the same moment. */
  private static void state(
      String instanceId, long revision, long timestampMs, int partition, String rest) {
    stack.append(
        stack.topics().instanceState(),
        new InstanceKey("acme", instanceId),
        InstanceState.newBuilder()
            .setTenant("acme")
            .setInstanceId(instanceId)
            .setApp("shop")
            .setRevision(revision)
            .setStatus("healthy")
            .setReason("says so itself")
            .setStatusSinceMs(1)
            .setFirstSeenMs(1)
            .setLastContactMs(5_000)
            .setDownAfterMs(180_000)
            .setPartitionClockMs(5_000)
            .setPartition(partition)
            .setLastHeartbeat(
                Heartbeat.newBuilder()
                    .setTenant("acme")
                    .setInstanceId(instanceId)
                    .setApp("shop")
                    .setTimestampMs(timestampMs)
                    .setHash(ByteBuffer.allocate(0))
                    .setDownAfterMs(180_000)
                    .setIngestor("ingest-1")
                    .setIncarnation("start-1")
                    .setRest(rest)
                    .build())
            .build());
  }

  private static void repair(String app, String id) {
    stack.append(
        stack.topics().repairs(),
        new RepairKey("acme", 1_000, id, "web-1"),
        Repair.newBuilder()
            .setTenant("acme")
            .setInstanceId("web-1")
            .setApp(app)
            .setRepairId(id)
            .setTimestampMs(1_000)
            .setRevision(1)
            .setSuccess(true)
            .setCostNanos(4_500_000L)
            .build());
  }

  private static void pattern(String app) {
    stack.append(
        stack.topics().patterns(),
        new PatternKey("acme", "timeout of " + app),
        Pattern.newBuilder()
            .setTenant("acme")
            .setPatternId("timeout of " + app)
            .setKind("category")
            .setName("timeout")
            .setRevision(1)
            .setStatus("open")
            .setOpenedAtMs(1)
            .setAppsAtOpening(2)
            .setFirstApp(app)
            .setCount(2)
            .setInstances(2)
            .setFirstHourMs(0)
            .setLastHourMs(0)
            .setApps(
                List.of(
                    new PatternApp(app, 1L, 1L, 0L, 0L), new PatternApp("other", 1L, 1L, 0L, 0L)))
            .build());
  }

  private static void alert(String tenant, String episode, String message) {
    var _ =
        stack.begin(
            stack.topics().alerts(),
            new EpisodeKey(tenant, episode),
            Alert.newBuilder()
                .setTenant(tenant)
                .setEpisode(episode)
                .setAlertKey("test/" + episode)
                .setRevision(1)
                .setType("test")
                .setSeverity("info")
                .setStatus("open")
                .setMessage(message)
                .setFlapping(false)
                .setOpenedAtMs(1)
                .setLastSeenMs(1)
                .setCount(1)
                .build());
  }

  private static HttpRequest.Builder request(String path, String key) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + stack.port() + path))
        .header("x-api-key", key);
  }

  private static BufferedReader stream(String path, String key) throws Exception {
    var answer = http.send(request(path, key).build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private static String next(BufferedReader stream) throws IOException {
    for (var line = stream.readLine(); line != null; line = stream.readLine()) {
      if (line.startsWith("data: ")) {
        assertThat(stream.readLine()).isEmpty();
        return line;
      }
    }
    return "the end";
  }
}
