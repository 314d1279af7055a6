package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door for Sentry's SDKs, asked as they ask. */
class SentryServerTest {
  private static final String ID = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final String EVENT =
      """
      {"event_id":"%s","timestamp":"2026-04-01T19:59:58Z","platform":"node","server_name":"web-1",
       "exception":{"values":[{"type":"TypeError","value":"x is undefined"}]}}"""
          .formatted(ID)
          .replace("\n", "");
  private static final String ENVELOPE =
      "{\"event_id\":\"%s\"}\n{\"type\":\"session\"}\n{}\n{\"type\":\"event\"}\n%s\n{\"type\":\"strange\"}\n{}\n"
          .formatted(ID, EVENT);

  private final HttpSide http = new HttpSide(16);

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void storesTheEventOfAnEnvelope() throws Exception {
    var answer = envelope(ENVELOPE, TestKeys.INGEST);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(id(answer)).isEqualTo(ID);
    var error = http.recorded().errors().getFirst();
    assertThat(error.getErrorId()).isEqualTo(ID);
    assertThat(error.getInstanceId()).isEqualTo("web-1");
    assertThat(error.getApp()).isEqualTo("42");
    assertThat(error.getLanguage()).isEqualTo("javascript");
    assertThat(error.getType()).isEqualTo("TypeError");
    assertThat(error.getMessage()).isEqualTo("x is undefined");
    assertThat(ignored("session")).isEqualTo(1);
    assertThat(ignored("other")).isEqualTo(1);
  }

  @Test
  void takesTheKeyInTheQueryAndABodyOfABrowser() throws Exception {
    var answer =
        post(
            "/api/42/envelope/?sentry_key=" + TestKeys.INGEST + "&sentry_version=7",
            ENVELOPE.getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", "text/plain;charset=UTF-8"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(http.recorded().errors()).hasSize(1);
  }

  /** As the SDK for Node does. */
  @Test
  void takesABodyWithoutAType() throws Exception {
    var answer =
        post(
            "/api/42/envelope/?sentry_version=7&sentry_key=" + TestKeys.INGEST,
            ENVELOPE.getBytes(StandardCharsets.UTF_8),
            Map.of("Content-Type", ""));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void takesGzip() throws Exception {
    var gzipped = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(gzipped)) {
      stream.write(ENVELOPE.getBytes(StandardCharsets.UTF_8));
    }

    var answer =
        post(
            "/api/42/envelope/",
            gzipped.toByteArray(),
            Map.of(
                "X-Sentry-Auth", "Sentry sentry_key=" + TestKeys.INGEST,
                "Content-Type", "application/x-sentry-envelope",
                "Content-Encoding", "gzip"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(http.recorded().errors()).hasSize(1);
  }

  @Test
  void storesAnEventThatComesAlone() throws Exception {
    var answer =
        post(
            "/api/shop/store/",
            EVENT.getBytes(StandardCharsets.UTF_8),
            Map.of(
                "X-Sentry-Auth",
                "Sentry sentry_version=7, sentry_key=" + TestKeys.INGEST,
                "Content-Type",
                "application/json"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(id(answer)).isEqualTo(ID);
    assertThat(http.recorded().errors().getFirst().getApp()).isEqualTo("shop");
  }

  @Test
  void takesWhatHasNoEventAndStoresNothing() throws Exception {
    var answer = envelope("{}\n{\"type\":\"transaction\"}\n{\"spans\":[]}\n", TestKeys.INGEST);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(id(answer)).matches("[0-9a-f]{32}");
    assertThat(ignored("transaction")).isEqualTo(1);
    assertThat(http.recorded().records()).isEmpty();
  }

  @Test
  void scrubsAnEventToo() throws Exception {
    envelope(ENVELOPE.replace("x is undefined", "password=hunter22x!"), TestKeys.INGEST);

    assertThat(http.recorded().errors().getFirst().getMessage())
        .contains("[REDACTED:")
        .doesNotContain("hunter22x");
  }

  @Test
  void refusesOtherKeysAndBrokenEnvelopes() throws Exception {
    assertThat(envelope(ENVELOPE, TestKeys.UNKNOWN).statusCode()).isEqualTo(401);
    assertThat(envelope(ENVELOPE, TestKeys.READ_ONLY).statusCode()).isEqualTo(403);
    assertThat(
            post(
                    "/api/42/envelope/",
                    ENVELOPE.getBytes(StandardCharsets.UTF_8),
                    Map.of("Content-Type", "application/x-sentry-envelope"))
                .statusCode())
        .isEqualTo(401);
    assertThat(envelope("no envelope", TestKeys.INGEST).statusCode()).isEqualTo(400);
    assertThat(envelope("{}\n{\"type\":\"event\"}\n{\"a\":", TestKeys.INGEST).statusCode())
        .isEqualTo(400);
    assertThat(envelope(ENVELOPE.replace("2026-04", "2026-01"), TestKeys.INGEST).statusCode())
        .isEqualTo(422);
    assertThat(envelope("{}\n" + " ".repeat(600_000), TestKeys.INGEST).statusCode()).isEqualTo(413);
    assertThat(http.recorded().records()).isEmpty();
  }

  @Test
  void saysWhenTheBrokerIsAway() throws Exception {
    http.recorded()
        .answer(CompletableFuture.completedFuture(new PublishOutcome.Unavailable("away")));

    var answer = envelope(ENVELOPE, TestKeys.INGEST);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  private HttpResponse<String> envelope(String body, String key) throws Exception {
    return post(
        "/api/42/envelope/",
        body.getBytes(StandardCharsets.UTF_8),
        Map.of(
            "X-Sentry-Auth",
            "Sentry sentry_version=7, sentry_client=test/1, sentry_key=" + key,
            "Content-Type",
            "application/x-sentry-envelope"));
  }

  private HttpResponse<String> post(String path, byte[] body, Map<String, String> headers)
      throws Exception {
    var all = new HashMap<>(headers);
    all.put("Authorization", "");
    var client = http.client();
    return client.send(client.request(path, BodyPublishers.ofByteArray(body), all)).get();
  }

  private static String id(HttpResponse<String> answer) throws IOException {
    return JsonMapper.builder().build().readTree(answer.body()).get("id").textValue();
  }

  private double ignored(String type) {
    return http.meters()
        .get("fleetpulse.ingest.sentry.ignored")
        .tag("type", type)
        .counter()
        .count();
  }
}
