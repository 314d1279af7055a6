package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.publish.PublishOutcome;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many reports in one request: what each is answered, and what is published of them. */
class BatchServerTest {
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final String ERRORS = "/api/v1/errors";
  private static final Map<String, String> LINES = Map.of("Content-Type", "application/x-ndjson");
  private static final int THREADS = 64;
  private static final int PLACES = 16;

  private final HttpSide http = new HttpSide(THREADS);
  private final RecordingPublisher recorded = http.recorded();
  private final Client client = http.client();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void storesAnArrayInItsOrder() throws Exception {
    var answer = client.post(HEARTBEATS, "[" + good("a") + "," + good("b") + "]");

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .isEqualTo(
            "{\"received\":2,\"stored\":2,\"refused\":0,\"serverTime\":\"2026-04-01T20:00:00Z\","
                + "\"entries\":[{\"index\":0,\"status\":202},{\"index\":1,\"status\":202}]}");
    assertThat(instances()).containsExactly("a", "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/x-ndjson", "application/ndjson", "Application/JSONL; charset=utf-8"})
  void storesLines(String type) throws Exception {
    var answer =
        client.post(HEARTBEATS, good("a") + "\r\n\n" + good("b"), Map.of("Content-Type", type));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(instances()).containsExactly("a", "b");
  }

  @Test
  void judgesEachEntryByItself() throws Exception {
    var answer =
        client.post(
            HEARTBEATS,
            String.join(
                "\n",
                good("a"),
                "{\"instanceId\":5,\"timestamp\":" + Reports.NOW.toEpochMilli() + "}",
                "{\"instanceId\":\"b\",",
                good("c"),
                "{\"instanceId\":\"d\",\"timestamp\":7}",
                "[]",
                "{\"x\":\"" + "x".repeat(512 * 1024) + "\"}",
                good("e")),
            LINES);

    var body = json(answer, 207);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(statuses(body)).containsExactly(202, 400, 400, 202, 422, 400, 413, 202);
    assertThat(body.get("received").intValue()).isEqualTo(8);
    assertThat(body.get("stored").intValue()).isEqualTo(3);
    assertThat(body.get("refused").intValue()).isEqualTo(5);
    assertThat(body.at("/entries/1"))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"index":1,"status":400,"problem":{
                      "type":"urn:fleetpulse:problem:invalid",
                      "detail":"instanceId must be a string of 1 to 128 characters without control characters, was the number 5",
                      "errors":[{"field":"instanceId","expected":"a string of 1 to 128 characters without control characters","was":"the number 5"}]}}
                    """));
    assertThat(body.at("/entries/2/problem/type").textValue()).endsWith(":malformed");
    assertThat(body.at("/entries/6/problem/detail").textValue())
        .isEqualTo("An entry must not be longer than 524288 bytes");
    assertThat(instances()).containsExactly("a", "c", "e");
  }

  @Test
  void goesOnBehindAnElementThatIsJsonButNoHeartbeat() throws Exception {
    var bad =
        List.of(
            "5",
            "\"]\"",
            "[{}]",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1e999}",
            "{\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
            "{\"a\":\"\\ud83d\"}");

    var answer = client.post(HEARTBEATS, "[" + String.join(",", bad) + "," + good("last") + "]");

    assertThat(statuses(json(answer, 207))).containsExactly(400, 400, 400, 400, 400, 400, 400, 202);
    assertThat(instances()).containsExactly("last");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instanceId\":\"x\"",
        "{\"a\":\"x\"y\"}",
        "{\"a\":NaN}",
        "{'a':1}",
        "{\"a\":01}",
        "nul"
      })
  void stopsWhereAnArrayIsNoJsonAndSaysWhatWasStored(String broken) throws Exception {
    var answer = client.post(HEARTBEATS, "[" + good("a") + "," + broken + "," + good("lost") + "]");

    var problem = json(answer, 400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:malformed");
    assertThat(problem.at("/errors/0/field").textValue()).isEqualTo("body[1]");
    assertThat(problem.get("stored").intValue()).isEqualTo(1);
    assertThat(statuses(problem)).startsWith(202).hasSizeLessThanOrEqualTo(2);
    assertThat(instances()).containsExactly("a");
  }

  @Test
  void refusesWhatIsNoBatch() throws Exception {
    assertThat(json(client.post(HEARTBEATS, good("a")), 400).get("detail").textValue())
        .isEqualTo("body must be a JSON array, was an object");
    assertThat(json(client.post(HEARTBEATS, ""), 400).get("detail").textValue())
        .isEqualTo("body must be a JSON array, was empty");
    assertThat(json(client.post(HEARTBEATS, "\n", LINES), 400).get("detail").textValue())
        .isEqualTo("body must be a JSON object in each line, was empty");
    var noJson = json(client.post(HEARTBEATS, "a\nb", LINES), 400);
    assertThat(noJson.get("detail").textValue())
        .startsWith("No entry was stored. The first: body must be valid JSON, was ");
    assertThat(statuses(noJson)).containsExactly(400, 400);
    assertThat(client.post(HEARTBEATS, good("a"), Map.of("Content-Type", "text/plain")).headers())
        .satisfies(
            headers ->
                assertThat(headers.firstValue("Accept-Post"))
                    .hasValue("application/json, application/x-ndjson"));
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void whatCameAmongOthersIsMarkedInTheLog() throws Exception {
    json(client.post(HEARTBEATS, "[" + good("a") + "," + good("b") + "]"), 202);

    assertThat(recorded.batched()).isEqualTo(2);
  }

  @Test
  void isNoSuccessWhereNothingIsStored() throws Exception {
    var old = "{\"instanceId\":\"i\",\"timestamp\":7}";

    var problem = json(client.post(HEARTBEATS, "[" + old + ",{}]"), 422);

    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:out-of-time");
    assertThat(problem.get("detail").textValue())
        .startsWith("No entry was stored. The first: timestamp must be at most 30 days old");
    assertThat(statuses(problem)).containsExactly(422, 400);
  }

  @Test
  void takesAnEmptyArray() throws Exception {
    assertThat(json(client.post(HEARTBEATS, "[]"), 202).get("received").intValue()).isZero();
  }

  @Test
  void takesADayOfHeartbeatsAndNoMore() throws Exception {
    var day = IntStream.range(0, 1440).mapToObj(i -> good("i" + i)).toList();

    var whole = json(client.post(HEARTBEATS, day.toString()), 202);
    assertThat(whole.get("stored").intValue()).isEqualTo(1440);
    recorded.clear();
    var more = json(client.post(HEARTBEATS, String.join("\n", day) + "\n" + good("x"), LINES), 413);

    assertThat(more.get("detail").textValue())
        .isEqualTo("A batch must not have more than 1440 entries; those behind were not read");
    assertThat(more.get("stored").intValue()).isEqualTo(1440);
    assertThat(instances()).hasSize(1440).doesNotContain("x");
  }

  @Test
  void refusesMoreThanEightMegabytesAndSaysWhatWasStored() throws Exception {
    var entry = good("a").replace("}", ",\"x\":\"" + "x".repeat(500_000) + "\"}");
    var body = (entry + "\n").repeat(18);

    // With a length there is nothing to begin with; without one, the end shows only on the way.
    var known = json(client.post(HEARTBEATS, body, LINES), 413);
    assertThat(known.has("stored")).isFalse();
    assertThat(recorded.records()).isEmpty();
    var chunked =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.UTF_8)));
    var unknown = json(client.send(client.request(HEARTBEATS, chunked, LINES)).get(), 413);

    assertThat(unknown.get("detail").textValue())
        .isEqualTo("The body must not be longer than 8388608 bytes");
    assertThat(unknown.get("stored").intValue()).isEqualTo(16).isEqualTo(instances().size());
  }

  @Test
  void answersNothingBeforeEveryOutcome() throws Exception {
    var last = new CompletableFuture<PublishOutcome>();
    recorded.answerEach(record -> instance(record).equals("b") ? last : RecordingPublisher.STORED);

    var answer =
        client.send(
            client.request(
                HEARTBEATS,
                BodyPublishers.ofString(
                    "[" + good("a") + "," + good("b") + "," + good("c") + "]")));
    await().until(() -> recorded.records().size() == 3);
    assertThat(answer).isNotDone();
    last.complete(new PublishOutcome.Stored());

    assertThat(answer.get().statusCode()).isEqualTo(202);
  }

  @Test
  void keepsABoundedNumberUnderWay() throws Exception {
    var outcomes = new CompletableFuture<PublishOutcome>();
    recorded.answer(outcomes);
    var body = IntStream.range(0, 500).mapToObj(i -> good("i" + i)).toList().toString();

    var answer = client.send(client.request(HEARTBEATS, BodyPublishers.ofString(body)));
    await().until(() -> recorded.records().size() >= 128);
    await().during(Duration.ofMillis(200)).until(() -> recorded.records().size() == 128);
    recorded.answer(RecordingPublisher.STORED);
    outcomes.complete(new PublishOutcome.Stored());

    assertThat(json(answer.get(), 202).get("stored").intValue()).isEqualTo(500);
  }

  @Test
  void tellsWhenToComeBackWhereNothingCouldBeStored() throws Exception {
    recorded.answer(RecordingPublisher.UNAVAILABLE);

    var answer = client.post(HEARTBEATS, "[" + good("a") + "," + good("b") + ",{}]");

    var problem = json(answer, 503);
    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:unavailable");
    assertThat(statuses(problem)).containsExactly(503, 503, 400);
    assertThat(retryAfter(answer)).isBetween(1, 5);
  }

  @Test
  void triesNothingBehindAnEntryThatCouldNotBeStored() throws Exception {
    var published = new AtomicInteger();
    recorded.answerEach(
        record ->
            published.incrementAndGet() <= 2
                ? RecordingPublisher.STORED
                : RecordingPublisher.UNAVAILABLE);
    var body = IntStream.range(0, 6).mapToObj(i -> good("i" + i)).toList().toString();

    var answer = client.post(HEARTBEATS, body);

    assertThat(statuses(json(answer, 207))).containsExactly(202, 202, 503, 503, 503, 503);
    assertThat(retryAfter(answer)).isBetween(1, 5);
    assertThat(published).hasValue(3);
  }

  @Test
  void takesABoundedNumberOfBatchesAtOnce() throws Exception {
    var outcomes = new CompletableFuture<PublishOutcome>();
    recorded.answer(outcomes);
    var request = client.request(HEARTBEATS, BodyPublishers.ofString("[" + good("a") + "]"));
    var answers = IntStream.range(0, PLACES).mapToObj(i -> client.send(request)).toList();
    await().until(() -> recorded.records().size() == PLACES);

    var refused = client.send(request).get();
    assertThat(json(refused, 503).get("detail").textValue()).startsWith("Too many batches");
    assertThat(retryAfter(refused)).isBetween(1, 5);
    outcomes.complete(new PublishOutcome.Stored());

    for (var answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(202);
    }
    assertThat(client.send(request).get().statusCode()).isEqualTo(202);
  }

  @Test
  void explainsTheFirstHundredRefusals() throws Exception {
    var answer = json(client.post(HEARTBEATS, "{}\n".repeat(200), LINES), 400);

    assertThat(answer.at("/entries/99/problem/errors")).hasSize(2);
    assertThat(answer.at("/entries/100").toString())
        .isEqualTo(
            "{\"index\":100,\"status\":400,\"problem\":{\"type\":\"urn:fleetpulse:problem:invalid\","
                + "\"detail\":\"The body has invalid fields\"}}");
    assertThat(answer.get("entries")).hasSize(200);
  }

  @Test
  void countsEveryRefusedEntry() throws Exception {
    client.post(HEARTBEATS, "[{},{}," + good("a") + ",5x]");

    await()
        .untilAsserted(
            () -> {
              assertThat(refused("invalid")).isEqualTo(2);
              // The entry, and the batch that ends with it.
              assertThat(refused("malformed")).isEqualTo(2);
            });
  }

  @Test
  void takesOneErrorAsBefore() throws Exception {
    var answer = client.post(ERRORS, error("a"));

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).contains("\"status\":\"stored\"");
    assertThat(recorded.errors()).extracting(ErrorReport::getInstanceId).containsExactly("a");
  }

  @Test
  void takesErrorsAsArrayAndAsLines() throws Exception {
    var array = json(client.post(ERRORS, " [" + error("a") + "," + error("b") + "]"), 202);
    var lines = json(client.post(ERRORS, error("c") + "\n{}\n" + error("d"), LINES), 207);

    assertThat(array.get("stored").intValue()).isEqualTo(2);
    assertThat(statuses(lines)).containsExactly(202, 400, 202);
    assertThat(recorded.errors())
        .extracting(ErrorReport::getInstanceId)
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void holdsASingleErrorToTheLimitsOfOne() throws Exception {
    var large = error("a").replace("}", ",\"x\":\"" + "x".repeat(512 * 1024) + "\"}");

    assertThat(json(client.post(ERRORS, large), 413).get("detail").textValue())
        .isEqualTo("The body must not be longer than 524288 bytes");
    assertThat(json(client.post(ERRORS, " ".repeat(1024 * 1024) + error("a")), 413)).isNotNull();
    assertThat(recorded.records()).isEmpty();
  }

  private double refused(String reason) {
    return http.meters().get("fleetpulse.ingest.refused").tag("reason", reason).counter().count();
  }

  private List<String> instances() {
    return recorded.heartbeats().stream().map(Heartbeat::getInstanceId).toList();
  }

  private static String instance(Object record) {
    return ((Heartbeat) record).getInstanceId();
  }

  private static int retryAfter(HttpResponse<String> answer) {
    return Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow());
  }

  private static List<Integer> statuses(JsonNode answer) {
    var entries = answer.get("entries");
    assertThat(entries).hasSize(answer.get("received").intValue());
    return IntStream.range(0, entries.size())
        .mapToObj(
            i -> {
              assertThat(entries.get(i).get("index").intValue()).isEqualTo(i);
              return entries.get(i).get("status").intValue();
            })
        .collect(Collectors.toList());
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private static String good(String instance) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d}"
        .formatted(instance, Reports.NOW.toEpochMilli());
  }

  private static String error(String instance) {
    return good(instance).replace("}", ",\"message\":\"m\"}");
  }
}
