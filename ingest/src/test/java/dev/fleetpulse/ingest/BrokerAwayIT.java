package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.devstack.Kafka;
import dev.fleetpulse.devstack.Ports;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A broker of this test's own goes away and comes back. */
@ExtendWith(RealComponents.class)
class BrokerAwayIT {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final int IN_FLIGHT = 5;

  @Test
  void refusesInTimeAndRecoversByItself(Components components, @TempDir Path data)
      throws Exception {
    var port = Ports.free();
    var controllerPort = Ports.free();
    var broker = new Kafka(data, port, controllerPort);
    broker.start();
    try (var ingest =
        new RunningIngest(broker.bootstrapServers(), components.registryUrl(), "ingest-1")) {
      assertThat(post(ingest, "before").statusCode()).isEqualTo(202);

      broker.close();
      var batch = postBatch(ingest, 300);
      for (var answer : postMany(ingest, 20)) {
        assertThat(answer.took()).isLessThan(Duration.ofSeconds(8));
        assertUnavailable(answer.response());
      }
      assertThat(batch.join().took()).isLessThan(Duration.ofSeconds(10));
      assertUnavailable(batch.join().response());
      assertThat(statuses(batch.join().response())).hasSize(300).containsOnly(503);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                var ready = ingest.management("/readyz");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).contains("the broker has not acknowledged anything for");
              });
      assertThat(ingest.management("/livez").statusCode()).isEqualTo(200);
      for (var answer : postMany(ingest, 20)) {
        assertThat(answer.took()).as("refused at once").isLessThan(Duration.ofSeconds(4));
        assertUnavailable(answer.response());
      }
      assertUnavailable(postBatch(ingest, 300).join().response());

      broker = new Kafka(data, port, controllerPort);
      broker.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> post(ingest, "after").statusCode() == 202);
      await().until(() -> ingest.management("/readyz").statusCode() == 200);
      var stored = postBatch(ingest, 300).join();
      assertThat(stored.response().statusCode()).as(stored.response().body()).isEqualTo(202);
    } finally {
      broker.close();
    }
  }

  @Test
  void endsInTimeWithoutABroker(Components components, @TempDir Path data) throws Exception {
    var broker = new Kafka(data, Ports.free(), Ports.free());
    broker.start();
    try (var ingest =
        new RunningIngest(broker.bootstrapServers(), components.registryUrl(), "ingest-1")) {
      assertThat(post(ingest, "before").statusCode()).isEqualTo(202);
      // Opens the connections that are used again below: one that nobody has taken up yet when the
      // server stops ends with its process, and the process is the test's own here.
      postMany(ingest, IN_FLIGHT);
      broker.close();
      var inFlight =
          IntStream.range(0, IN_FLIGHT)
              .mapToObj(i -> send(ingest, HEARTBEAT, heartbeat("web-" + i)))
              .toList();

      var started = System.nanoTime();
      ingest.stop();

      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
      // A client sees the end of its connection a moment after it has come.
      await()
          .untilAsserted(
              () ->
                  assertThat(inFlight)
                      .as("all answered or given up")
                      .allMatch(CompletableFuture::isDone));
    } finally {
      broker.close();
    }
  }

  private record Timed(HttpResponse<String> response, Duration took) {}

  private static List<Timed> postMany(RunningIngest ingest, int requests) {
    var answers =
        IntStream.range(0, requests)
            .mapToObj(i -> send(ingest, HEARTBEAT, heartbeat("web-" + i)))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static CompletableFuture<Timed> postBatch(RunningIngest ingest, int entries) {
    return send(
        ingest,
        "/api/v1/heartbeats",
        IntStream.range(0, entries).mapToObj(i -> heartbeat("web-" + i)).toList().toString());
  }

  private static CompletableFuture<Timed> send(RunningIngest ingest, String path, String body) {
    var started = System.nanoTime();
    var request = ingest.client().request(path, BodyPublishers.ofString(body));
    return ingest
        .client()
        .send(request)
        .thenApply(response -> new Timed(response, Duration.ofNanos(System.nanoTime() - started)));
  }

  private static List<Integer> statuses(HttpResponse<String> answer) throws Exception {
    return JsonMapper.builder()
        .build()
        .readTree(answer.body())
        .get("entries")
        .findValues("status")
        .stream()
        .map(JsonNode::intValue)
        .toList();
  }

  private static void assertUnavailable(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 5);
    var problem = JsonMapper.builder().build().readTree(answer.body());
    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:unavailable");
  }

  private static HttpResponse<String> post(RunningIngest ingest, String instance) throws Exception {
    return ingest.client().post(HEARTBEAT, heartbeat(instance));
  }

  private static String heartbeat(String instance) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d}"
        .formatted(instance, Instant.now().toEpochMilli());
  }
}
