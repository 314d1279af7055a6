package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import dev.fleetpulse.ingest.limit.LimitSettings;
import dev.fleetpulse.service.limit.Limit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the OpenAPI document says of Sentry's door, of the canary, and of clients that are too slow,
 * against the server that serves it.
 */
class OpenApiOtherDoorsTest {
  private static final String CANARY = "/api/v1/canary";
  private static final String ENVELOPE = "/api/{project}/envelope/";
  private static final Limit ONE_AN_HOUR = new Limit("one", 1, Duration.ofHours(1));
  private static final LimitSettings TIGHT =
      new LimitSettings(
          ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR);

  /** More than the server waits for before it gives the request a thread. */
  private static final int SLOW_BODY_BYTES = 64 * 1024;

  private final HttpSide http = new HttpSide(16);
  private final ApiDocument api = ApiDocument.of(http.client().get("/openapi.json").body());

  OpenApiOtherDoorsTest() throws Exception {}

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void sentrysDoorGivesEveryDocumentedAnswer() throws Exception {
    for (var operation : sentrysDoor()) {
      for (var status : api.statuses(operation)) {
        if (status != 408) {
          var answer = provoked(operation, status);
          assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isEqualTo(status);
          api.assertDocuments(operation, answer);
          http.recorded().answer(RecordingPublisher.STORED);
        }
      }
    }
  }

  @Test
  void canaryGivesEveryDocumentedAnswer() throws Exception {
    var operation = api.operation(CANARY);
    for (var query : Map.of("?nonce=a-1", 200, "?nonce=A", 400, "", 400).entrySet()) {
      var answer = http.client().get(CANARY + query.getKey());
      assertThat(answer.statusCode()).as(query.getKey()).isEqualTo(query.getValue());
      api.assertDocuments(operation, answer);
    }
    assertThat(api.statuses(operation)).containsExactly(200, 400);
  }

  @Test
  void bodyThatStopsComingIsAnsweredAsDocumented() throws Exception {
    var operations =
        api.operations().stream().filter(operation -> operation.method().equals("post")).toList();
    var answers = new ArrayList<Future<String>>();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var operation : operations) {
        answers.add(together.submit(() -> answerToHalfABody(operation)));
      }
    }

    for (var i = 0; i < operations.size(); i++) {
      var answer = answers.get(i).get();
      var pointer = operations.get(i).pointer() + "/responses/408";
      var response = api.root().at(pointer).get("$ref").textValue().substring(1);
      var schema = api.schemaAt(response + "/content/application~1problem+json/schema");
      assertThat(answer).as(operations.get(i).toString()).startsWith("HTTP/1.1 408 ");
      var body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
      assertThat(schema.validate(ApiDocument.json(body))).as(body).isEmpty();
    }
    assertThat(operations).hasSize(5);
  }

  private HttpResponse<String> provoked(Operation operation, int status) throws Exception {
    var good = good(operation);
    return switch (status) {
      case 200 -> post(http, operation, good, Map.of());
      case 400 -> post(http, operation, "no JSON", Map.of());
      case 401 -> post(http, operation, good, Map.of("X-Sentry-Auth", ""));
      case 403 ->
          post(http, operation, good, Map.of("X-Sentry-Auth", sentryAuth(TestKeys.READ_ONLY)));
      case 413 -> post(http, operation, good + " ".repeat(512 * 1024), Map.of());
      case 415 -> post(http, operation, good, Map.of("Content-Encoding", "br"));
      case 422 ->
          post(
              http,
              operation,
              good.replace(Reports.NOW.toString(), "2001-01-01T00:00:00Z"),
              Map.of());
      case 429 -> {
        try (var limited = new HttpSide(8, TIGHT)) {
          post(limited, operation, good, Map.of());
          yield post(limited, operation, good, Map.of());
        }
      }
      case 500 -> {
        http.recorded()
            .answer(CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
        yield post(http, operation, good, Map.of());
      }
      case 503 -> {
        http.recorded().answer(RecordingPublisher.UNAVAILABLE);
        yield post(http, operation, good, Map.of());
      }
      default -> throw new AssertionError("Nothing here provokes " + status);
    };
  }

  private static HttpResponse<String> post(
      HttpSide side, Operation operation, String body, Map<String, String> headers)
      throws Exception {
    var all =
        new HashMap<>(Map.of("Authorization", "", "X-Sentry-Auth", sentryAuth(TestKeys.INGEST)));
    all.putAll(headers);
    var path = operation.path().replace("{project}", "42");
    return side.client()
        .send(side.client().request(path, BodyPublishers.ofString(body), all))
        .get();
  }

  private static String good(Operation operation) {
    var event =
        "{\"event_id\":\"fc6d8c0c43fc4630ad850ee518f1b9d0\",\"timestamp\":\"%s\",\"message\":\"m\"}"
            .formatted(Reports.NOW);
    return operation.path().equals(ENVELOPE) ? "{}\n{\"type\":\"event\"}\n" + event + "\n" : event;
  }

  private static String sentryAuth(String key) {
    return "Sentry sentry_version=7, sentry_key=" + key;
  }

  private List<Operation> sentrysDoor() {
    return api.operations().stream().filter(it -> it.path().contains("{project}")).toList();
  }

  /** What is wrong at once would not be waited for. */
  private static String opening(Operation operation) {
    return operation.path().equals("/api/v1/heartbeats") ? "[" : "{";
  }

  private String answerToHalfABody(Operation operation) throws IOException {
    var head =
        """
        POST %s HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        X-Sentry-Auth: %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(
                operation.path().replace("{project}", "42"),
                TestKeys.INGEST,
                sentryAuth(TestKeys.INGEST),
                SLOW_BODY_BYTES)
            .replace("\n", "\r\n");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), http.server().port())) {
      socket.setSoTimeout((int) Duration.ofSeconds(40).toMillis());
      socket
          .getOutputStream()
          .write(
              (head + opening(operation) + " ".repeat(SLOW_BODY_BYTES / 2))
                  .getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
