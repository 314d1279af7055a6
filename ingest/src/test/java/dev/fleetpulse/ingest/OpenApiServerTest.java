package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import dev.fleetpulse.ingest.limit.LimitSettings;
import dev.fleetpulse.service.limit.Limit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The OpenAPI document against the server that serves it: they agree on what is a good request, and
 * whatever the server answers is documented. Where one of these fails, docs/protocol.md says which
 * of the two is wrong.
 */
class OpenApiServerTest {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final String ERRORS = "/api/v1/errors";
  private static final String DESCRIPTION = "/openapi.json";

  /** A silence of ten seconds is kept once for all operations. */
  private static final Set<Integer> NOT_PROVOKED = Set.of(408);

  private static final Limit ONE_AN_HOUR = new Limit("one", 1, Duration.ofHours(1));

  /** So many refusals in a batch say which fields are wrong. */
  private static final int EXPLAINED_MAX = 100;

  private static final int REPORT_BYTES_MAX = 512 * 1024;
  private static final int ENTRIES_MAX = 1440;

  private static HttpSide http;
  private static ApiDocument api;
  private static DocumentedReport heartbeat;
  private static DocumentedReport error;

  @BeforeContainer
  static void start() throws Exception {
    http = new HttpSide(16);
    api = ApiDocument.of(http.client().get(DESCRIPTION).body());
    heartbeat = DocumentedReport.of(api, "Heartbeat");
    error = DocumentedReport.of(api, "Error");
  }

  @AfterContainer
  static void stop() {
    http.close();
  }

  @AfterTry
  void storeAgain() {
    http.recorded().clear();
    http.recorded().answer(RecordingPublisher.STORED);
  }

  /** Place by place, a value of every type and on both sides of every bound. */
  @Example
  void schemaAndServerAgreeOnEveryFieldOfAHeartbeat() throws Exception {
    assertThat(refusedInAgreement(heartbeat, HEARTBEATS, HEARTBEAT)).isGreaterThan(1000);
  }

  @Example
  void schemaAndServerAgreeOnEveryFieldOfAnError() throws Exception {
    assertThat(refusedInAgreement(error, ERRORS, ERRORS)).isGreaterThan(1000);
  }

  @Example
  void schemaAndServerAgreeOnWhatAnErrorMustSay() throws Exception {
    var texts = List.of("", "null", "\"\"", "\" \"", "\"m\"");
    var says = new Place(List.of("message"), error.complete());
    var refused = 0;
    for (var message : texts) {
      for (var stack : texts) {
        for (var frames : List.of("", "null", "[]", "[{}]")) {
          var report = (ObjectNode) ApiDocument.json("{\"instanceId\":\"i\"}");
          report.put("timestamp", Reports.NOW.toEpochMilli());
          for (var field :
              Map.of("message", message, "stack", stack, "frames", frames).entrySet()) {
            if (!field.getValue().isEmpty()) {
              report.set(field.getKey(), ApiDocument.json(field.getValue()));
            }
          }
          var answer = post(api.operation(ERRORS), report.toString(), Map.of());
          var problem = ApiDocument.json(answer.body());
          assertAgreed(says, report, error.status(report), answer.statusCode(), problem);
          refused += answer.statusCode() == 202 ? 0 : 1;
        }
      }
    }
    assertThat(refused).isBetween(1, 99);
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void takesWhateverIsRightByTheSchema(@ForAll long seed) throws Exception {
    var random = new Random(seed);
    var isError = random.nextBoolean();
    var report = isError ? error : heartbeat;
    var many = isError ? ERRORS : HEARTBEATS;
    var entries = IntStream.range(0, random.nextInt(5)).mapToObj(_ -> report.any(random)).toList();
    var array = JsonNodeFactory.instance.arrayNode().addAll(entries);
    var lines = entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());

    assertTaken(
        isError ? ERRORS : HEARTBEAT, report.any(random).toString(), "application/json", random);
    assertTaken(many, array.toString(), "application/json", random);
    if (!entries.isEmpty()) {
      var types = new ArrayList<>(api.requestTypes(api.operation(many)));
      types.remove("application/json");
      assertTaken(many, lines, types.get(random.nextInt(types.size())), random);
    }
    assertThat(http.recorded().records()).hasSize(1 + 2 * entries.size());
  }

  @Example
  void takesEveryDocumentedMediaTypeAndNoOther() throws Exception {
    var other = List.of("application/x-ndjson", "text/plain", "application/xml", "");
    for (var operation : posts()) {
      var documented = api.requestTypes(operation);
      for (var type : documented) {
        assertThat(
                post(operation, good(operation, type), Map.of("Content-Type", type)).statusCode())
            .as(operation + " of " + type)
            .isEqualTo(202);
      }
      for (var type : other) {
        if (!documented.contains(type)) {
          assertThat(post(operation, "{}", Map.of("Content-Type", type)).statusCode())
              .as(operation + " of " + type)
              .isEqualTo(415);
        }
      }
    }
  }

  @Example
  void takesEveryDocumentedCodingAndNoOther() throws Exception {
    var codings = new ArrayList<String>();
    api.at("/components/parameters/ContentEncoding/schema/enum")
        .forEach(coding -> codings.add(coding.textValue()));
    for (var operation : posts()) {
      for (var coding : codings) {
        var body = encoded(good(operation, "application/json"), coding);
        assertThat(post(operation, body, Map.of("Content-Encoding", coding)).statusCode())
            .as(operation + " in " + coding)
            .isEqualTo(202);
      }
      for (var coding : List.of("br", "deflate", "gzip, gzip")) {
        var answer = post(operation, "{}", Map.of("Content-Encoding", coding));
        assertThat(answer.statusCode()).as(operation + " in " + coding).isEqualTo(415);
        assertThat(answer.headers().firstValue("Accept-Encoding")).isPresent();
      }
    }
  }

  @Example
  void takesAsManyEntriesAsDocumented() throws Exception {
    var maximum = api.at("/components/schemas/Heartbeats/maxItems").intValue();
    var entry = good(api.operation(HEARTBEAT), "application/json");
    var full = Collections.nCopies(maximum, entry);
    var operation = api.operation(HEARTBEATS);

    assertThat(post(operation, full.toString(), Map.of()).statusCode()).isEqualTo(202);
    var more = new ArrayList<>(full);
    more.add(entry);
    assertThat(post(operation, more.toString(), Map.of()).statusCode()).isEqualTo(413);
  }

  @Example
  void givesEveryDocumentedAnswer() throws Exception {
    for (var operation : operations()) {
      for (var status : api.statuses(operation)) {
        if (!NOT_PROVOKED.contains(status)) {
          assertThat(provoked(operation, status).statusCode())
              .as(operation.toString())
              .isEqualTo(status);
          storeAgain();
        }
      }
    }
  }

  @Example
  void documentsBatchesThatAreStoredInPart() throws Exception {
    for (var path : List.of(HEARTBEATS, ERRORS)) {
      var operation = api.operation(path);
      var good = good(operation, "application/x-ndjson").strip();
      var late = good.replace(String.valueOf(Reports.NOW.toEpochMilli()), "7");
      var long_ = good.replace("}", ",\"x\":\"" + "x".repeat(REPORT_BYTES_MAX) + "\"}");
      var lines = Map.of("Content-Type", "application/x-ndjson");

      var refused = post(operation, String.join("\n", good, "{", "{}", late, long_), lines);
      assertThat(refused.statusCode()).isEqualTo(207);
      assertThat(statuses(refused)).containsExactly(202, 400, 400, 422, 413);

      var nothing = post(operation, String.join("\n", late, "{}"), lines);
      assertThat(nothing.statusCode()).isEqualTo(422);
      assertThat(statuses(nothing)).containsExactly(422, 400);

      var broken = post(operation, "[" + good + ",{]", Map.of());
      assertThat(broken.statusCode()).isEqualTo(400);
      assertThat(statuses(broken)).containsExactly(202, 400);

      var left = new int[] {1};
      http.recorded()
          .answerEach(
              _ -> left[0]-- > 0 ? RecordingPublisher.STORED : RecordingPublisher.UNAVAILABLE);
      var away = post(operation, String.join("\n", good, good), lines);
      assertThat(away.statusCode()).isEqualTo(207);
      assertThat(away.headers().firstValue("Retry-After")).isPresent();
      storeAgain();
    }
  }

  @Example
  void documentsWhatBrokenJsonIsAnswered() throws Exception {
    var bodies =
        List.of("", "{", "[", "{}{}", "{\"a\":1,\"a\":1}", "{\"a\":\"\\ud83d\"}", "{\"a\":NaN}");
    for (var operation : posts()) {
      for (var body : bodies) {
        var answer = post(operation, body, Map.of());
        assertThat(answer.statusCode()).as(body).isEqualTo(400);
        assertThat(ApiDocument.json(answer.body()).get("errors")).as(body).isNotEmpty();
      }
    }
  }

  @Example
  void servesTheDocumentWithoutAKeyAndOnceOnly() throws Exception {
    var first = describe(Map.of());
    var etag = first.headers().firstValue("ETag").orElseThrow();

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(describe(Map.of("If-None-Match", etag)).statusCode()).isEqualTo(304);
    assertThat(describe(Map.of("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
    var post = http.client().post(DESCRIPTION, "{}");
    assertThat(post.statusCode()).isEqualTo(405);
    assertThat(post.headers().firstValue("Allow")).hasValue("GET");
  }

  /** How many are refused: all variations in batches, and one taken and one refused alone. */
  private static int refusedInAgreement(DocumentedReport report, String many, String single)
      throws Exception {
    var refused = 0;
    for (var here : report.variations()) {
      var alone = new TreeSet<Integer>();
      for (var from = 0; from < here.size(); from += EXPLAINED_MAX) {
        var some = here.subList(from, Math.min(here.size(), from + EXPLAINED_MAX));
        var documents = some.stream().map(it -> it.of(report.complete())).toList();
        var lines = documents.stream().map(it -> it + "\n").collect(Collectors.joining());
        http.recorded().clear();
        var answer =
            post(api.operation(many), lines, Map.of("Content-Type", "application/x-ndjson"));
        var entries = ApiDocument.json(answer.body()).get("entries");
        assertThat(entries).hasSameSizeAs(some);
        assertThat(http.recorded().records())
            .hasSize((int) some.stream().filter(it -> it.status() == 202).count());
        for (var i = 0; i < some.size(); i++) {
          var variation = some.get(i);
          var status = entries.get(i).get("status").intValue();
          var problem = entries.get(i).path("problem");
          assertAgreed(variation.place(), documents.get(i), variation.status(), status, problem);
          refused += status == 202 ? 0 : 1;
          if (!documents.get(i).isArray() && alone.add(status)) {
            var same = post(api.operation(single), documents.get(i).toString(), Map.of());
            assertThat(same.statusCode()).isEqualTo(status);
            assertThat(ApiDocument.json(same.body()).path("errors"))
                .isEqualTo(problem.path("errors"));
          }
        }
      }
    }
    return refused;
  }

  /** A refusal must be for the place. */
  private static void assertAgreed(
      Place place, JsonNode document, int expected, int status, JsonNode problem) {
    var about = "%s of %s: %s".formatted(place.field(), document, problem);
    assertThat(status).as(about).isEqualTo(expected);
    if (status != 202) {
      assertThat(problem.get("errors"))
          .as(about)
          .anyMatch(it -> place.isNamedBy(it.get("field").textValue()));
    }
  }

  private static void assertTaken(String path, String body, String type, Random random)
      throws Exception {
    var codings = List.of("identity", "gzip", "zstd");
    var coding = codings.get(random.nextInt(codings.size()));
    var headers = new HashMap<>(Map.of("Content-Type", type, "Content-Encoding", coding));
    if (random.nextBoolean()) {
      headers.put("Authorization", "");
      headers.put("x-api-key", TestKeys.INGEST);
    }
    var answer = post(api.operation(path), encoded(body, coding), headers);

    assertThat(answer.statusCode()).as("%s %s: %s", path, body, answer.body()).isEqualTo(202);
  }

  private static HttpResponse<String> provoked(Operation operation, int status) throws Exception {
    var good = operation.method().equals("post") ? good(operation, "application/json") : "";
    return switch (status) {
      case 200 -> describe(Map.of());
      case 202 -> post(operation, good, Map.of());
      case 207 -> post(operation, good.replace("]", ",{}]"), Map.of());
      case 304 ->
          describe(
              Map.of(
                  "If-None-Match", describe(Map.of()).headers().firstValue("ETag").orElseThrow()));
      case 400 -> post(operation, good.replace("instanceId", "instance"), Map.of());
      case 401 -> post(operation, good, Map.of("Authorization", ""));
      case 403 -> post(operation, good, Map.of("Authorization", "Bearer " + TestKeys.READ_ONLY));
      case 413 -> post(operation, tooLarge(operation), Map.of());
      case 415 -> post(operation, good, Map.of("Content-Type", "text/plain"));
      case 422 -> post(operation, good.replaceAll("\\d{13}", "7"), Map.of());
      case 429 -> limited(operation, good);
      case 500 -> {
        http.recorded()
            .answer(CompletableFuture.failedFuture(new IllegalStateException("on purpose")));
        yield post(operation, good, Map.of());
      }
      case 503 -> {
        http.recorded().answer(RecordingPublisher.UNAVAILABLE);
        yield post(operation, good, Map.of());
      }
      default -> throw new AssertionError("Nothing here provokes " + status + " of " + operation);
    };
  }

  private static HttpResponse<String> limited(Operation operation, String good) throws Exception {
    var limits =
        new LimitSettings(
            ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR, ONE_AN_HOUR);
    try (var limited = new HttpSide(8, limits)) {
      limited.client().post(operation.path(), good);
      var answer = limited.client().post(operation.path(), good);
      api.assertDocuments(operation, answer);
      return answer;
    }
  }

  /** Not by so much that the server would end the connection while it is still being sent. */
  private static String tooLarge(Operation operation) {
    return operation.path().equals(HEARTBEATS)
        ? Collections.nCopies(ENTRIES_MAX + 1, "{}").toString()
        : "{\"x\":\"" + "x".repeat(REPORT_BYTES_MAX) + "\"}";
  }

  /** The least that the operation takes; many where it takes only that. */
  private static String good(Operation operation, String type) {
    var name = operation.path().equals(ERRORS) ? "LeastError" : "LeastHeartbeat";
    var report = (ObjectNode) api.at("/components/examples/" + name + "/value").deepCopy();
    report.put("timestamp", Reports.NOW.toEpochMilli());
    var single = operation.path().equals(HEARTBEAT) || !type.equals("application/json");
    return single ? report.toString() : "[" + report + "]";
  }

  private static List<Operation> posts() {
    return operations().stream().filter(it -> it.method().equals("post")).toList();
  }

  /** Those of reports, and the document: the others have {@link OpenApiOtherDoorsTest}. */
  private static List<Operation> operations() {
    var here = Set.of(HEARTBEAT, HEARTBEATS, ERRORS, DESCRIPTION);
    return api.operations().stream().filter(it -> here.contains(it.path())).toList();
  }

  private static List<Integer> statuses(HttpResponse<String> answer) throws IOException {
    var entries = (ArrayNode) ApiDocument.json(answer.body()).get("entries");
    return entries.findValues("status").stream().map(JsonNode::intValue).toList();
  }

  private static HttpResponse<String> post(
      Operation operation, String body, Map<String, String> headers) throws Exception {
    return post(operation, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** The answer, once it is known to be documented. */
  private static HttpResponse<String> post(
      Operation operation, byte[] body, Map<String, String> headers) throws Exception {
    var request =
        http.client().request(operation.path(), BodyPublishers.ofByteArray(body), headers);
    var answer = http.client().send(request).get();
    api.assertDocuments(operation, answer);
    return answer;
  }

  private static HttpResponse<String> describe(Map<String, String> headers) throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(http.server().port(), DESCRIPTION)));
    headers.forEach(request::header);
    var answer = http.client().send(request.build()).get();
    api.assertDocuments(api.operation(DESCRIPTION), answer);
    return answer;
  }

  private static byte[] encoded(String text, String coding) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return switch (coding) {
      case "identity" -> bytes;
      case "zstd" -> Zstd.compress(bytes);
      case "gzip" -> {
        var gzipped = new ByteArrayOutputStream();
        try (var stream = new GZIPOutputStream(gzipped)) {
          stream.write(bytes);
        }
        yield gzipped.toByteArray();
      }
      default -> throw new AssertionError("Nothing here encodes as " + coding);
    };
  }
}
