package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.control.Thresholds;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys out of the control topic, from the request to the answer. */
@ExtendWith(RealComponents.class)
@Timeout(120)
class KeysIT {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String ERRORS = "/api/v1/errors";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String kafka;
  private final RunningIngest ingest;
  private final SchemaRegistry registry;
  private final ControlWriter control;

  KeysIT(Components components) throws Exception {
    kafka = components.kafka();
    ingest =
        new RunningIngest(
            components.kafka(), components.registryUrl(), "ingest-" + UUID.randomUUID());
    registry = new SchemaRegistry(components.registryUrl(), PATIENCE);
    control =
        new ControlWriter(
            components.kafka(), ingest.topics(), registry, InstantSource.system(), "test");
    control.start();
  }

  @AfterEach
  void close() {
    control.close();
    registry.close();
    ingest.close();
  }

  @Test
  void aFreshKeyLetsInAtOnceAndARevokedOneNoLonger() throws Exception {
    var key = control.create(order(new Binding.Tenant()));
    assertThat(told(key, HEARTBEAT, heartbeat("web-1")).statusCode()).isEqualTo(202);

    control.revoke(key.key().id());

    await()
        .atMost(PATIENCE)
        .until(() -> post(key, HEARTBEAT, heartbeat("web-1")).statusCode() == 401);
    assertThat(told(key, HEARTBEAT, heartbeat("web-1")).body())
        .contains("This key is no longer valid");
  }

  @Test
  void anUnknownKeyIsRefused() {
    var key = NewKey.random(new SecureRandom());

    assertThat(told(key, HEARTBEAT, heartbeat("web-1")).statusCode()).isEqualTo(401);
  }

  @Test
  void theKeyOfOneInstanceCantSpeakForAnother() throws Exception {
    var key = control.create(order(new Binding.Instance("web-1")));

    for (var path : new String[] {HEARTBEAT, ERRORS}) {
      assertThat(told(key, path, heartbeat("web-1")).statusCode()).isEqualTo(202);
      var other = told(key, path, heartbeat("web-2"));
      assertThat(other.statusCode()).isEqualTo(403);
      var problem = JsonMapper.builder().build().readTree(other.body());
      assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:forbidden");
      assertThat(problem.at("/errors/0/field").textValue()).isEqualTo("instanceId");
    }
  }

  @Test
  void theKeyOfOneAppCantSpeakForAnother() {
    var key = control.create(order(new Binding.App("shop")));

    assertThat(told(key, HEARTBEAT, heartbeat("web-1")).statusCode()).isEqualTo(202);
    assertThat(told(key, ERRORS, ofApp("shop")).statusCode()).isEqualTo(202);
    assertThat(told(key, ERRORS, ofApp("blog")).statusCode()).isEqualTo(403);
  }

  @Test
  void aKeyWithoutTheScopeMayNotSend() {
    var reader = new KeyOrder("acme", Set.of(Scope.READ), new Binding.Tenant());

    assertThat(told(control.create(reader), HEARTBEAT, heartbeat("web-1")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void heartbeatsAreStampedWithTheThresholdOfTheirApp() throws Exception {
    var app = "app-" + UUID.randomUUID();
    var key = control.create(order(new Binding.App(app)));
    try (var log = new TopicLog(kafka, ingest.topics().heartbeats())) {
      control.set(new Thresholds.Scope("acme", Optional.of(app)), Duration.ofSeconds(77));

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                told(key, HEARTBEAT, heartbeat("web-1"));
                return stamps(log, app).contains(77_000L);
              });
    }
  }

  private List<Long> stamps(TopicLog log, String app) {
    var topic = ingest.topics().heartbeats();
    return log.reports().stream()
        .map(message -> topic.values().deserializer().deserialize(topic.name(), message.value()))
        .filter(heartbeat -> heartbeat.getApp().equals(app))
        .map(Heartbeat::getDownAfterMs)
        .toList();
  }

  private static KeyOrder order(Binding binding) {
    return new KeyOrder("acme", Set.of(Scope.INGEST), binding);
  }

  /** The answer as soon as there is one, which a machine under load may put off. */
  private HttpResponse<String> told(NewKey key, String path, String body) {
    return await()
        .atMost(PATIENCE)
        .until(() -> post(key, path, body), answer -> answer.statusCode() != 503);
  }

  private HttpResponse<String> post(NewKey key, String path, String body) throws Exception {
    return ingest.client().post(path, body, Map.of("Authorization", "Bearer " + key.text()));
  }

  /** Serves as an error report, too. */
  private static String heartbeat(String instance) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d,\"message\":\"broken\"}"
        .formatted(instance, Instant.now().toEpochMilli());
  }

  private static String ofApp(String app) {
    return "{\"instanceId\":\"web-1\",\"app\":\"%s\",\"timestamp\":%d,\"message\":\"broken\"}"
        .formatted(app, Instant.now().toEpochMilli());
  }
}
