package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side alone: what is answered, and that nothing refused is ever published. */
class IngestServerTest {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String ERRORS = "/api/v1/errors";
  private static final int THREADS = 16;
  private static final String GOOD =
      "{\"instanceId\":\"i\",\"timestamp\":" + Reports.NOW.toEpochMilli() + "}";

  private final HttpSide http = new HttpSide(THREADS);
  private final RecordingPublisher recorded = http.recorded();
  private final IngestServer server = http.server();
  private final Client client = http.client();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void answersAReceiptOnceStored() throws Exception {
    var answer = client.post(HEARTBEAT, GOOD);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"received\":true,\"serverTime\":\"2026-04-01T20:00:00Z\",\"status\":\"stored\"}");
    assertThat(recorded.records()).hasSize(1);
  }

  @Test
  void answersNothingBeforeTheOutcome() throws Exception {
    var outcome = new CompletableFuture<PublishOutcome>();
    recorded.answer(outcome);

    var answer = client.send(client.request(HEARTBEAT, BodyPublishers.ofString(GOOD)));
    await().until(() -> recorded.records().size() == 1);
    assertThat(answer).isNotDone();
    outcome.complete(new PublishOutcome.Stored());

    assertThat(answer.get().statusCode()).isEqualTo(202);
  }

  /** More of them than answers are written side by side. */
  @Test
  void clientsThatDoNotReadTheirAnswersHoldUpNobody() throws Exception {
    var request =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(HEARTBEAT, TestKeys.INGEST, GOOD.length(), GOOD)
            .repeat(50)
            .getBytes(StandardCharsets.US_ASCII);
    var deaf = new ArrayList<Socket>();
    var sent = new AtomicLong();
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < 6; i++) {
        var socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        deaf.add(socket);
        var _ =
            together.submit(
                () -> {
                  while (true) {
                    socket.getOutputStream().write(request);
                    sent.addAndGet(request.length);
                  }
                });
      }
      // Where nothing more can be sent, the answers before are not read and the server waits.
      var before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(120))
          .pollInterval(Duration.ofSeconds(2))
          .until(() -> before.getAndSet(sent.get()) == sent.get());

      for (var i = 0; i < 20; i++) {
        assertThat(client.post(HEARTBEAT, GOOD).statusCode()).isEqualTo(202);
      }
      for (var socket : deaf) {
        socket.close();
      }
    }
  }

  @Test
  void tellsWhenToComeBackWhereTheBrokerIsAway() throws Exception {
    recorded.answer(RecordingPublisher.UNAVAILABLE);

    var answer = client.post(ERRORS, GOOD.replace("}", ",\"message\":\"m\"}"));

    var problem = problem(answer, 503);
    assertThat(problem.get("detail").textValue()).isEqualTo("The broker is away");
    assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 5);
  }

  @Test
  void challengesWhoeverHasNoKey() throws Exception {
    var answers =
        List.of(
            client.post(HEARTBEAT, GOOD, Map.of("Authorization", "")),
            client.post(HEARTBEAT, GOOD, Map.of("Authorization", "Bearer nonsense")),
            client.post(HEARTBEAT, GOOD, Map.of("Authorization", "Bearer " + TestKeys.UNKNOWN)),
            client.post(
                HEARTBEAT, GOOD, Map.of("Authorization", "Basic dTpw", "x-api-key", "nonsense")));

    assertThat(answers)
        .allSatisfy(
            answer -> {
              assertThat(problem(answer, 401).get("type").textValue())
                  .isEqualTo("urn:fleetpulse:problem:unauthenticated");
              assertThat(answer.headers().firstValue("WWW-Authenticate"))
                  .hasValue("Bearer realm=\"fleetpulse\"");
            });
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void takesAKeyInItsOwnHeader() throws Exception {
    var answer =
        client.post(HEARTBEAT, GOOD, Map.of("Authorization", "", "x-api-key", TestKeys.INGEST));

    assertThat(answer.statusCode()).isEqualTo(202);
  }

  @Test
  void refusesAKeyWithoutTheScope() throws Exception {
    var answer =
        client.post(HEARTBEAT, GOOD, Map.of("Authorization", "Bearer " + TestKeys.READ_ONLY));

    assertThat(problem(answer, 403).get("detail").textValue()).contains("ingest");
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void namesFieldAndReasonOfABadBody() throws Exception {
    var problem = problem(client.post(HEARTBEAT, "{\"instanceId\":5}"), 400);

    assertThat(problem)
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"type":"urn:fleetpulse:problem:invalid","title":"The body has invalid fields","status":400,
                     "detail":"instanceId must be a string of 1 to 128 characters without control characters, was the number 5 (and 1 more)",
                     "instance":"/api/v1/heartbeat",
                     "errors":[
                       {"field":"instanceId","expected":"a string of 1 to 128 characters without control characters","was":"the number 5"},
                       {"field":"timestamp","expected":"epoch milliseconds or an RFC 3339 time","was":"absent"}]}
                    """));
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void answers422ForTimesTooFarAway() throws Exception {
    var answer = client.post(HEARTBEAT, "{\"instanceId\":\"i\",\"timestamp\":1775073247}");

    assertThat(problem(answer, 422).at("/errors/0/field").textValue()).isEqualTo("timestamp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/jsonp", "application/json;charset=utf-16"})
  void refusesOtherMediaTypes(String type) throws Exception {
    var answer = client.post(HEARTBEAT, GOOD, Map.of("Content-Type", type));

    problem(answer, 415);
    assertThat(answer.headers().firstValue("Accept-Post")).hasValue("application/json");
    assertThat(recorded.records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Application/JSON", "application/json; charset=UTF-8"})
  void takesTheMediaTypeHoweverWritten(String type) throws Exception {
    assertThat(client.post(HEARTBEAT, GOOD, Map.of("Content-Type", type)).statusCode())
        .isEqualTo(202);
  }

  @Test
  void refusesOtherEncodings() throws Exception {
    var answer = client.post(HEARTBEAT, GOOD, Map.of("Content-Encoding", "br"));

    problem(answer, 415);
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("gzip, zstd");
  }

  @Test
  void takesGzip() throws Exception {
    var answer = gzipped(gzip(GOOD.getBytes(StandardCharsets.UTF_8)));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(recorded.records()).hasSize(1);
  }

  @Test
  void refusesBrokenGzip() throws Exception {
    var good = gzip(GOOD.getBytes(StandardCharsets.UTF_8));
    var cut = Arrays.copyOf(good, good.length - 9);
    var damaged = good.clone();
    damaged[damaged.length - 6] ^= 1;

    for (var broken : List.of(cut, damaged, GOOD.getBytes(StandardCharsets.UTF_8), new byte[0])) {
      assertThat(problem(gzipped(broken), 400).at("/errors/0/expected").textValue())
          .isEqualTo("gzip");
    }
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void stopsExpandingAtTheLimit() throws Exception {
    var bomb = gzip(new byte[20 * 1024 * 1024]);
    assertThat(bomb).hasSizeLessThan(64 * 1024);

    assertThat(problem(gzipped(bomb), 413).get("detail").textValue())
        .isEqualTo("The expanded body must not be longer than 524288 bytes");
  }

  @Test
  void limitsGzippedBodies() throws Exception {
    assertThat(problem(gzipped(new byte[64 * 1024 + 1]), 413).get("detail").textValue())
        .isEqualTo("The compressed body must not be longer than 65536 bytes");
  }

  @Test
  void takesBodiesUpToTheLimit() throws Exception {
    var open = GOOD.substring(0, GOOD.length() - 1) + ",\"x\":\"";
    var full = open + "x".repeat(512 * 1024 - open.length() - 2) + "\"}";

    assertThat(client.post(HEARTBEAT, full).statusCode()).isEqualTo(202);
    problem(client.post(HEARTBEAT, full + " "), 413);
  }

  @Test
  void refusesAMegabyteWithAndWithoutItsLength() throws Exception {
    var megabyte = new byte[1024 * 1024];
    Arrays.fill(megabyte, (byte) ' ');
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(megabyte));

    for (BodyPublisher body : List.of(BodyPublishers.ofByteArray(megabyte), chunked)) {
      var answer = client.send(client.request(HEARTBEAT, body)).get();

      assertThat(problem(answer, 413).get("detail").textValue())
          .isEqualTo("The body must not be longer than 524288 bytes");
    }
    assertThat(recorded.records()).isEmpty();
  }

  /** The second request would be lost if the first ended the connection without saying so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/heartbeat|none|application/json|30",
        "/api/v1/heartbeat|Bearer %KEY%|text/plain|9000",
        "/api/v1/heartbeat|Bearer %KEY%|application/json|1048576",
        "/api/v1/heartbeats|Bearer %KEY%|application/json|1048576",
        "/api/v1/heartbeats|Bearer %KEY%|application/x-ndjson|1048576",
        "/api/v1/errors|Bearer %KEY%|application/json|1048576"
      })
  void takesTheNextRequestAfterARefusal(String path, String key, String type, int length)
      throws Exception {
    var headers =
        "Authorization: %s\r\nContent-Type: %s\r\nContent-Length: %d"
            .formatted(key.replace("%KEY%", TestKeys.INGEST), type, length);
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(ascii(head(path, headers)));
      assertThat(answersWithin(socket, Duration.ofMillis(300)))
          .as("answered before the body was there")
          .isFalse();
      out.write(new byte[length]);
      out.write(ascii(goodRequest() + GOOD));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 4")
          .contains("HTTP/1.1 202 ");
    }
  }

  @Test
  void saysWhereARefusalEndsTheConnection() throws Exception {
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(ascii(head(HEARTBEAT, "Content-Length: 1048576") + " ".repeat(64 * 1024)));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 401 ")
          .contains("Connection: close");
    }
  }

  @Test
  void saysSoToWhoeverCannotBeUnderstood() throws Exception {
    try (var socket = connect()) {
      socket.getOutputStream().write(ascii("POST /api/v1/%00 HTTP/1.1\r\nHost: test\r\n\r\n"));

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close");
    }
  }

  @Test
  void aKeyIsNotTheOneThatCameBeforeItInOtherLetters() throws Exception {
    try (var socket = connect()) {
      var good = goodRequest() + GOOD;
      var upper = good.replace(TestKeys.INGEST, TestKeys.INGEST.toUpperCase(Locale.ROOT));
      var kept = good.replace("\r\nConnection: close", "");
      socket.getOutputStream().write(ascii(kept + upper));
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("HTTP/1.1 202 ", "HTTP/1.1 401 ");
    }
  }

  @Test
  void holdsNoThreadForABodyThatIsNotThereYet() throws Exception {
    var slow = new ArrayList<Socket>();
    try {
      for (var i = 0; i < 2 * THREADS; i++) {
        var socket = connect();
        slow.add(socket);
        socket.getOutputStream().write(ascii(goodRequest() + GOOD.charAt(0)));
      }

      assertThat(client.post(HEARTBEAT, GOOD).statusCode()).isEqualTo(202);
      assertThat(recorded.records()).hasSize(1);
      for (var socket : slow) {
        socket.getOutputStream().write(ascii(GOOD.substring(1)));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 202 ");
      }
    } finally {
      for (var socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void refusesBodiesThatBreakOff() throws Exception {
    var head =
        "POST %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
            .formatted(HEARTBEAT, TestKeys.INGEST);

    assertThat(raw(head + "Content-Length: 100\r\n\r\n{"))
        .startsWith("HTTP/1.1 400 ")
        .contains("broken off");
    assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{"))
        .startsWith("HTTP/1.1 400 ")
        .contains("broken off");
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void answersBrokenHttpWithAProblem() throws Exception {
    assertThat(raw("POST /api/v1/heartbeat HTTP/1.1\r\nHost x\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("Content-Type: application/problem+json")
        .endsWith("{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400}");
  }

  @Test
  void tellsOtherPathsAndMethodsApart() throws Exception {
    problem(client.post("/api/v1/heartbeatz", GOOD), 404);
    var get = client.get(HEARTBEAT);
    problem(get, 405);
    assertThat(get.headers().firstValue("Allow")).hasValue("POST");
  }

  @Test
  void blamesItselfWhereItIsBroken() throws Exception {
    recorded.answer(CompletableFuture.failedFuture(new IllegalStateException("broken")));

    var problem = problem(client.post(HEARTBEAT, GOOD), 500);

    assertThat(problem.toString()).doesNotContain("IllegalState");
  }

  @Test
  void countsRequestsAndRefusals() throws Exception {
    client.post(HEARTBEAT, GOOD);
    client.post(HEARTBEAT, "{}");

    await()
        .untilAsserted(
            () -> {
              assertThat(
                      http.meters()
                          .get("http.server.requests")
                          .tags("endpoint", HEARTBEAT, "status", "202")
                          .timer()
                          .count())
                  .isEqualTo(1);
              assertThat(
                      http.meters()
                          .get("fleetpulse.ingest.refused")
                          .tag("reason", "invalid")
                          .counter()
                          .count())
                  .isEqualTo(1);
            });
  }

  @Test
  void finishesWhatIsInFlightWhenItStops() throws Exception {
    var outcome = new CompletableFuture<PublishOutcome>();
    recorded.answer(outcome);
    var answer = client.send(client.request(HEARTBEAT, BodyPublishers.ofString(GOOD)));
    await().until(() -> recorded.records().size() == 1);

    var port = server.port();
    var stopping = CompletableFuture.runAsync(server::close);
    await().until(() -> refusesConnections(port));
    assertThat(stopping).isNotDone();
    outcome.complete(new PublishOutcome.Stored());

    assertThat(answer.get().statusCode()).isEqualTo(202);
    assertThat(stopping).succeedsWithin(Duration.ofSeconds(20));
    assertThat(server.trouble()).hasValue("ingest is stopping");
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static boolean answersWithin(Socket socket, Duration wait) throws IOException {
    var before = socket.getSoTimeout();
    socket.setSoTimeout((int) wait.toMillis());
    try {
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException _) {
      return false;
    } finally {
      socket.setSoTimeout(before);
    }
  }

  private static String head(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: x\r\n%s\r\n\r\n".formatted(path, headers);
  }

  /** Up to its body, and the last on its connection. */
  private static String goodRequest() {
    return head(
        HEARTBEAT,
        "Authorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close"
            .formatted(TestKeys.INGEST, GOOD.length()));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends bytes no HTTP client would send, ends the sending, and reads all of the answer. */
  private String raw(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(ascii(request));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private HttpResponse<String> gzipped(byte[] body) throws Exception {
    return client
        .send(
            client.request(
                HEARTBEAT, BodyPublishers.ofByteArray(body), Map.of("Content-Encoding", "gzip")))
        .get();
  }

  private static JsonNode problem(HttpResponse<String> answer, int status) throws IOException {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    var problem = JsonMapper.builder().build().readTree(answer.body());
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("instance").textValue()).isEqualTo(answer.uri().getPath());
    return problem;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var gzipped = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(gzipped)) {
      stream.write(bytes);
    }
    return gzipped.toByteArray();
  }

  private static boolean refusesConnections(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }
}
