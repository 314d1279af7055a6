package dev.fleetpulse.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.limit.KeyLimitSettings;
import dev.fleetpulse.service.limit.Limit;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of requests that can't be answered. */
@ExtendWith(RealComponents.class)
class RequestsIT {
  private static final String PROBLEM = "application/problem+json";

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<String> everyRoute() {
    return Stream.of(
        "/api/v1/servers",
        "/api/v1/servers/web-1",
        "/api/v1/analytics",
        "/api/v1/errors",
        "/api/v1/errors/" + "a".repeat(64));
  }

  @ParameterizedTest
  @MethodSource("everyRoute")
  void withoutAKeyNothingIsAnswered(String route) {
    var answer = api.send(api.request(route).build());

    assertProblem(answer, 401, "unauthenticated");
    assertThat(answer.json().get("instance").asText()).isEqualTo(route);
  }

  @ParameterizedTest
  @MethodSource("everyRoute")
  void anUnknownKeyIsRefused(String route) {
    assertProblem(api.get(route, TestKeys.UNKNOWN), 401, "unauthenticated");
  }

  @ParameterizedTest
  @MethodSource("everyRoute")
  void aKeyThatMayNotReadIsRefused(String route) {
    assertProblem(api.get(route, TestKeys.INGEST_ONLY), 403, "forbidden");
  }

  @Test
  void theKeyMayComeInItsOwnHeader() {
    var request = api.request("/api/v1/servers").header("x-api-key", TestKeys.ACME).build();

    assertThat(api.send(request).status()).isEqualTo(200);
  }

  @Test
  void aRefusalDoesNotRepeatTheKey() {
    assertThat(api.get("/api/v1/servers", TestKeys.UNKNOWN).body()).doesNotContain("uuuu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "servers?limit=0 | limit must be a whole number from 1 to 500, was \"0\"",
        "servers?limit=501 | limit must be a whole number from 1 to 500, was \"501\"",
        "servers?limit=ten | limit must be a whole number from 1 to 500, was \"ten\"",
        "servers?limit=99999999999 | limit must be a whole number from 1 to 500, was \"99999999999\"",
        "servers?offset=-1 | offset must be a whole number from 0 to 1000000, was \"-1\"",
        "servers?status=ill | status must be one of healthy, degraded, down, unknown, stopped, was \"ill\"",
        "servers?sort=colour | sort must be one of status, -status, name, -name, last_heartbeat, -last_heartbeat, uptime, -uptime, memory, -memory, cost, -cost, last_repair, -last_repair, was \"colour\"",
        "servers?tag=zone | tag must be a name and a value with a colon between, such as zone:eu, was \"zone\"",
        "servers?tag=zone:eu&tag=zone:us | tag must be given once for each name, was \"zone:us\"",
        "servers?cursor=forged | cursor must be the page.next of an answer to the same status, app, tag, q and sort, was \"forged\"",
        "servers?cursor=forged&offset=1 | offset must be left out where cursor is given, was given with it",
        "servers?app=a&app=b | app must be given once, was given 2 times",
        "servers?app= | app must be 1 to 200 printable characters, was \"\"",
        "servers?app=%00 | app must be 1 to 200 printable characters, was \"?\"",
        "servers?statsu=down | statsu must be one of the parameters status, app, tag, q, sort, limit, offset, cursor, was unknown",
        "servers/web-1?limit=1 | limit must be left out, was unknown",
        "analytics?period=1y | period must be a number and m, h, d or w, for example 24h or 7d, was \"1y\"",
        "analytics?period=400d | period must be no more than 366 days before the end, was 400 days",
        "analytics?period=1h&from=0 | period must be given without from and to, was given with them",
        "analytics?to=2026-06-10T00:00:00Z | from must be given where to is given, was absent",
        "analytics?from=yesterday | from must be a time of this century: RFC 3339 such as 2026-01-31T08:00:00Z, or epoch milliseconds, was \"yesterday\"",
        "analytics?from=1 | from must be a time of this century: RFC 3339 such as 2026-01-31T08:00:00Z, or epoch milliseconds, was \"1\"",
        "analytics?from=2026-06-10T12:30:00Z | from must be before to (2026-06-10T12:30:00Z), was 2026-06-10T12:30:00Z",
        "errors?period=24 | period must be a number and m, h, d or w, for example 24h or 7d, was \"24\"",
        "errors/aa?period=32d | period must be no more than 31 days before the end, was 32 days"
      })
  void aWrongParameterIsNamed(String query, String detail) {
    var answer = api.get("/api/v1/" + query);

    assertProblem(answer, 400, "invalid");
    assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
    assertThat(answer.json().get("errors")).hasSize(1);
  }

  @Test
  void allMistakesAreNamedAtOnce() {
    var answer = api.get("/api/v1/servers?limit=0&offset=x&colour=red");

    assertProblem(answer, 400, "invalid");
    assertThat(answer.json().get("errors"))
        .isEqualTo(
            QueryApi.json(
                """
                [{"parameter": "limit", "expected": "a whole number from 1 to 500", "was": "\\"0\\""},
                 {"parameter": "offset", "expected": "a whole number from 0 to 1000000", "was": "\\"x\\""},
                 {"parameter": "colour", "expected": "one of the parameters status, app, tag, q, sort, limit, offset, cursor",
                  "was": "unknown"}]
                """));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "' OR '1'='1",
        "'; DROP TABLE instances; --",
        "\\'; SELECT pg_sleep(9); --",
        "{tenant:String}",
        "$1 ? :order ${x}"
      })
  void sqlInAParameterIsOnlyText(String text) {
    var encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);

    assertThat(api.get("/api/v1/servers?q=" + encoded).json().get("total").asLong()).isZero();
    assertThat(api.get("/api/v1/servers?app=" + encoded).json().get("total").asLong()).isZero();
    assertThat(api.get("/api/v1/errors?q=" + encoded).json().get("total").asLong()).isZero();
    assertThat(api.get("/api/v1/errors?category=" + encoded).json().get("total").asLong()).isZero();
    assertProblem(api.get("/api/v1/servers?sort=" + encoded), 400, "invalid");
    assertThat(api.get("/api/v1/servers").json().get("total").asLong()).isEqualTo(3);
  }

  @Test
  void aKeyThatAsksTooOftenIsToldWhenToComeAgain(Components components) throws Exception {
    var once = new KeyLimitSettings(new Limit("key", 1, Duration.ofHours(1)), 8);
    try (var limited = QueryApi.limitedTo(once, components)) {
      assertThat(limited.get("/api/v1/errors").status()).isEqualTo(200);

      var request = limited.request("/api/v1/errors").header("x-api-key", TestKeys.ACME).build();
      var answer = limited.exchange(request);

      assertProblem(QueryApi.answer(answer), 429, "too-many");
      var headers = answer.headers();
      assertThat(headers.firstValueAsLong("Retry-After").orElseThrow()).isBetween(1L, 3600L);
      assertThat(headers.firstValue("RateLimit-Policy")).hasValue("\"key\";q=1;w=3600");
      assertThat(headers.firstValue("RateLimit").orElseThrow()).startsWith("\"key\";r=0;t=");
      assertThat(limited.get("/api/v1/errors", TestKeys.RIVAL).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"order-7.a_b, true", "order 7, false", "<script>, false"})
  void everyAnswerNamesItsRequest(String given, boolean isFit) {
    var request =
        api.request("/api/v1/servers?limit=x")
            .header("x-api-key", TestKeys.ACME)
            .header("X-Request-Id", given)
            .build();

    var id = api.exchange(request).headers().firstValue("X-Request-Id").orElseThrow();

    if (isFit) {
      assertThat(id).isEqualTo(given);
    } else {
      assertThat(id).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void anUnknownPathIsNotFound() {
    assertProblem(api.get("/api/v1/nothing"), 404, "not-found");
  }

  @Test
  void anotherMethodIsRefused() {
    var post =
        api.request("/api/v1/servers")
            .header("Authorization", "Bearer " + TestKeys.ACME)
            .POST(BodyPublishers.ofString("{}"))
            .build();

    var answer = api.exchange(post);
    assertProblem(QueryApi.answer(answer), 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET");
  }

  @Test
  void aBrokenQueryIsNotTakenForAnEmptyOne() throws IOException {
    assertThat(raw("GET /api/v1/servers?q=%zz HTTP/1.1"))
        .startsWith("HTTP/1.1 400")
        .contains(PROBLEM, "the query must be percent-encoded");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET /api/v1/servers/%zz HTTP/1.1", "GET nonsense HTTP/1.1", "GET"})
  void aRequestLineThatMakesNoSenseIsAProblemToo(String line) throws IOException {
    assertThat(raw(line)).startsWith("HTTP/1.1 400").contains(PROBLEM, "\"status\":400");
  }

  @Test
  void whoseRequestCannotBeUnderstoodIsToldThatTheConnectionEnds() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      socket.setSoTimeout(20_000);
      var request = "DELETE /api/v1/servers/%00 HTTP/1.1\r\nHost: test\r\nx-api-key: k\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      // Up to the end of the connection, which comes by itself.
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 400").contains("Connection: close");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/servers/a%2Fb", "/api/v1/../../secret", "//api/v1/servers"})
  void aPathThatLeadsNowhereIsNotFound(String path) throws IOException {
    assertThat(raw("GET " + path + " HTTP/1.1"))
        .startsWith("HTTP/1.1 404")
        .contains(PROBLEM, "\"status\":404");
  }

  @Test
  void headersHaveALimit() throws IOException {
    var answer = raw("GET /api/v1/servers HTTP/1.1\r\nX-Long: " + "x".repeat(20_000));

    assertThat(answer).startsWith("HTTP/1.1 431").contains(PROBLEM, "\"status\":431");
  }

  @Test
  void noCacheMayKeepAnAnswer() throws IOException {
    assertThat(raw("GET /api/v1/errors HTTP/1.1")).contains("Cache-Control: no-store");
    // What can be asked for again by its tag may be kept by who asked, and by nobody on the way.
    assertThat(raw("GET /api/v1/servers HTTP/1.1"))
        .contains("Cache-Control: private, no-cache", "Vary: Authorization, x-api-key");
  }

  @Test
  void anAnswerThatTheClientHasIsNotSentAgain() throws IOException {
    var tag = tag(raw("GET /api/v1/servers?app=shop HTTP/1.1"));

    assertThat(raw("GET /api/v1/servers?app=shop HTTP/1.1\r\nIf-None-Match: \"other\", " + tag))
        .startsWith("HTTP/1.1 304")
        .doesNotContain("web-1");
    assertThat(raw("GET /api/v1/servers?app=batch HTTP/1.1\r\nIf-None-Match: " + tag))
        .startsWith("HTTP/1.1 200");
  }

  private static String tag(String answer) {
    return answer
        .lines()
        .filter(line -> line.startsWith("ETag: "))
        .map(line -> line.substring("ETag: ".length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void requestsAreTimedByRouteAndStatus() {
    api.get("/api/v1/servers/web-1");
    api.get("/api/v1/servers/nobody");

    assertThat(timer("/api/v1/servers/{id}", "200").count()).isPositive();
    assertThat(timer("/api/v1/servers/{id}", "404").count()).isPositive();
  }

  private static Timer timer(String route, String status) {
    return api.meters()
        .get("fleetpulse.query.requests")
        .tag("route", route)
        .tag("status", status)
        .timer();
  }

  /** What the server says to a request no client library would send. */
  private static String raw(String line) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
      var request = line + "\r\nHost: test\r\nConnection: close\r\n";
      request += "x-api-key: " + TestKeys.ACME + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertProblem(QueryApi.Answer answer, int status, String reason) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.contentType()).startsWith(PROBLEM);
    assertThat(answer.json().get("type").asText()).isEqualTo("urn:fleetpulse:problem:" + reason);
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
  }
}
