package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.RefusalCount;
import dev.fleetpulse.schemas.RefusalKey;
import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is refused, from the answer to the figure in the log. */
@ExtendWith(RealComponents.class)
class RefusalsIT {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private final Components components;
  private final String ingestor = "ingest-" + UUID.randomUUID();

  /** The latest figure of each key, as compaction leaves it. */
  private final Map<RefusalKey, RefusalCount> figures = new HashMap<>();

  private RunningIngest ingest;
  private TopicLog log;

  RefusalsIT(Components components) throws Exception {
    this.components = components;
    start();
    log = new TopicLog(components.kafka(), ingest.topics().refusals());
  }

  @AfterEach
  void close() {
    log.close();
    ingest.close();
  }

  @Test
  void tellsEachFigureExactlyAndLosesNoneAtAStop() throws Exception {
    var begun = Instant.now().toEpochMilli();
    for (var i = 0; i < 3; i++) {
      ingest.client().post(HEARTBEAT, "{}");
      ingest.client().post(HEARTBEAT, good(), Map.of("Authorization", ""));
    }
    ingest.client().post(HEARTBEAT, good(), bearer(TestKeys.READ_ONLY));
    ingest.client().post(HEARTBEAT, good(), Map.of("Content-Type", "text/plain"));
    ingest.client().post("/nowhere", good());
    ingest.client().post(HEARTBEAT, good());
    assertThat(
            ingest
                .client()
                .post(
                    HEARTBEATS, List.of(good(), "{}", good().replaceAll("\\d{13}", "7")).toString())
                .statusCode())
        .isEqualTo(207);
    ingest.client().post(HEARTBEATS, "[" + good() + ",{'a':1}]");

    ingest.stop();

    // Of the array that breaks, an entry is refused, and the batch as a whole.
    assertThat(sums())
        .isEqualTo(
            Map.of(
                "acme/invalid", 4L,
                "acme/out-of-time", 1L,
                "acme/malformed", 2L,
                "acme/unsupported-media-type", 1L,
                "-/unauthenticated", 3L,
                "-/forbidden", 1L,
                "-/not-found", 1L));
    assertThat(figures.values())
        .allSatisfy(
            figure ->
                assertThat(figure.getHourMs())
                    .isGreaterThan(begun - HOUR_MS)
                    .isLessThanOrEqualTo(Instant.now().toEpochMilli())
                    .matches(hour -> hour % HOUR_MS == 0));
  }

  @Test
  void tellsWhileItRunsAndGoesOnUpwards() throws Exception {
    ingest.client().post(HEARTBEAT, "{}");
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(sums()).isEqualTo(Map.of("acme/invalid", 1L)));

    ingest.client().post(HEARTBEAT, "{}");
    ingest.client().post(HEARTBEAT, "{}");

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(sums()).isEqualTo(Map.of("acme/invalid", 3L)));
  }

  @Test
  void beginsAtZeroWithEachIncarnation() throws Exception {
    ingest.client().post(HEARTBEAT, "{}");
    ingest.client().post(HEARTBEAT, "{}");
    ingest.close();
    start();
    ingest.client().post(HEARTBEAT, "{}");
    ingest.stop();

    assertThat(sums()).isEqualTo(Map.of("acme/invalid", 3L));
    assertThat(
            figures.values().stream()
                .collect(
                    Collectors.groupingBy(
                        RefusalCount::getIncarnation,
                        Collectors.summingLong(RefusalCount::getCount)))
                .values())
        .containsExactlyInAnyOrder(2L, 1L);
  }

  private void start() throws Exception {
    ingest = new RunningIngest(components.kafka(), components.registryUrl(), ingestor);
  }

  /** What this test's ingestor has refused by tenant and reason, over hours and incarnations. */
  private Map<String, Long> sums() {
    Topic<RefusalKey, RefusalCount> topic = ingest.topics().refusals();
    for (var message : log.appended()) {
      var figure = topic.values().deserializer().deserialize(topic.name(), message.value());
      var key = topic.keys().deserializer().deserialize(topic.name(), message.key());
      assertThat(key)
          .isEqualTo(
              new RefusalKey(
                  figure.getTenant(),
                  figure.getHourMs(),
                  figure.getReason(),
                  figure.getIncarnation()));
      if (figure.getIngestor().equals(ingestor)) {
        figures.put(key, figure);
      }
    }
    return figures.values().stream()
        .collect(
            Collectors.groupingBy(
                figure -> figure.getTenant() + "/" + figure.getReason(),
                Collectors.summingLong(RefusalCount::getCount)));
  }

  private static String good() {
    return "{\"instanceId\":\"web-1\",\"timestamp\":%d}".formatted(Instant.now().toEpochMilli());
  }

  private static Map<String, String> bearer(String key) {
    return Map.of("Authorization", "Bearer " + key);
  }
}
