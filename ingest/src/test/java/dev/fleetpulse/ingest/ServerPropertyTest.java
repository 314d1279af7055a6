package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever comes over the wire, it is never our fault (5xx), and answer and records agree: what was
 * answered 202 is published once, of the same instance and time, and nothing else is.
 */
class ServerPropertyTest {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final String ERRORS = "/api/v1/errors";
  private static final List<String> PATHS = List.of(HEARTBEAT, HEARTBEATS, ERRORS);
  private static final List<String> TYPES =
      List.of("application/json", "application/x-ndjson", "text/plain");
  private static final List<String> CODINGS = List.of("", "gzip", "zstd", "br");
  private static final long NOW = Reports.NOW.toEpochMilli();
  private static final Topics TOPICS = Topics.with(new InMemorySchemas());
  private static HttpSide http;

  @BeforeContainer
  static void start() {
    http = new HttpSide(16);
  }

  @AfterContainer
  static void stop() {
    http.close();
  }

  @Property(tries = 300)
  void judgesMutatedHeartbeats(@ForAll long seed) throws Exception {
    assertAnswerAndRecordAgree(HEARTBEAT, Mutated.heartbeat(new Random(seed), NOW));
  }

  @Property(tries = 300)
  void judgesMutatedErrors(@ForAll long seed) throws Exception {
    assertAnswerAndRecordAgree(ERRORS, Mutated.error(new Random(seed), NOW));
  }

  @Property(tries = 200)
  void judgesAnyJson(@ForAll("objects") ObjectNode object) throws Exception {
    assertAnswerAndRecordAgree(HEARTBEAT, bytes(object.toString()));
    object.put("instanceId", "i");
    object.put("timestamp", NOW);
    assertAnswerAndRecordAgree(HEARTBEAT, bytes(object.toString()));
    assertAnswerAndRecordAgree(ERRORS, bytes(object.toString()));
  }

  @Property(tries = 60)
  void judgesMutatedLines(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size)
      throws Exception {
    var random = new Random(seed);
    var entries =
        IntStream.range(0, size).mapToObj(i -> line(Mutated.heartbeat(random, NOW - i))).toList();

    var answer = post(HEARTBEATS, joined("", entries, "\n", ""), TYPES.get(1), "");

    var verdicts = assertBatchAndRecordsAgree(answer, entries);
    assertThat(verdicts).as("one verdict per line").hasSize(size);
    for (var i = 0; i < size; i++) {
      assertThat(verdicts.get(i).get("status").intValue())
          .as("the same alone")
          .isEqualTo(post(HEARTBEAT, entries.get(i), TYPES.get(0), "").statusCode());
    }
  }

  @Property(tries = 100)
  void judgesMutatedArrays(@ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int size)
      throws Exception {
    var random = new Random(seed);
    var entries = IntStream.range(0, size).mapToObj(i -> Mutated.error(random, NOW - i)).toList();

    var answer = post(ERRORS, joined("[", entries, ",", "]"), TYPES.get(0), "");

    assertBatchAndRecordsAgree(answer, entries);
  }

  @Property(tries = 200)
  void isNeverBrokenByAnyBytes(@ForAll byte[] bytes, @ForAll long seed) throws Exception {
    var random = new Random(seed);
    var answer = post(any(PATHS, random), bytes, any(TYPES, random), any(CODINGS, random));

    assertThat(answer.statusCode()).as(answer.body()).isBetween(202, 499);
    assertThat(http.recorded().records()).isEmpty();
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Json.objects();
  }

  private static void assertAnswerAndRecordAgree(String path, byte[] body) throws Exception {
    var answer = post(path, body, TYPES.getFirst(), "");

    assertThat(answer.statusCode()).as(answer.body()).isIn(202, 400, 422);
    if (answer.statusCode() == 202) {
      assertThat(stored()).containsExactly(Said.inBody(body));
    } else {
      assertThat(stored()).isEmpty();
      assertThat(json(answer).get("errors")).isNotEmpty();
    }
  }

  /** The verdicts, once they are known to fit the records. */
  private static List<JsonNode> assertBatchAndRecordsAgree(
      HttpResponse<String> answer, List<byte[]> entries) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isIn(202, 207, 400, 422);
    var batch = json(answer);
    var verdicts =
        IntStream.range(0, batch.get("entries").size())
            .mapToObj(batch.get("entries")::get)
            .toList();
    var stored = stored();
    assertThat(batch.get("received").intValue()).isEqualTo(verdicts.size());
    assertThat(batch.get("stored").intValue()).isEqualTo(stored.size());
    var next = 0;
    for (var verdict : verdicts) {
      if (verdict.get("status").intValue() == 202) {
        assertThat(stored.get(next++))
            .isEqualTo(Said.atBeginning(entries.get(verdict.get("index").intValue())));
      } else {
        assertThat(verdict.get("status").intValue()).isIn(400, 422);
        assertThat(verdict.at("/problem/errors")).isNotEmpty();
      }
    }
    assertThat(next).isEqualTo(stored.size());
    return verdicts;
  }

  /** What a consumer of the topics would read. */
  private static List<Said> stored() {
    return http.recorded().records().stream()
        .map(
            record ->
                switch (record) {
                  case Heartbeat heartbeat -> throughTheTopic(TOPICS.heartbeats(), heartbeat);
                  case ErrorReport error -> throughTheTopic(TOPICS.errors(), error);
                  default -> throw new IllegalArgumentException("No report: " + record);
                })
        .map(Said::inRecord)
        .toList();
  }

  private static <V> V throughTheTopic(Topic<?, V> topic, V record) {
    return topic
        .values()
        .deserializer()
        .deserialize(topic.name(), topic.values().serializer().serialize(topic.name(), record));
  }

  private static HttpResponse<String> post(String path, byte[] body, String type, String coding)
      throws Exception {
    http.recorded().clear();
    return http.client()
        .send(
            http.client()
                .request(
                    path,
                    BodyPublishers.ofByteArray(body),
                    Map.of("Content-Type", type, "Content-Encoding", coding)))
        .get();
  }

  /** The same in one line, and in one that is not empty. */
  private static byte[] line(byte[] bytes) {
    var text = new ByteArrayOutputStream();
    text.write('{');
    for (var i = 1; i < bytes.length; i++) {
      text.write(bytes[i] == '\n' ? ' ' : bytes[i]);
    }
    return text.toByteArray();
  }

  private static byte[] joined(String before, List<byte[]> entries, String between, String after) {
    var joined = new ByteArrayOutputStream();
    joined.writeBytes(bytes(before));
    for (var i = 0; i < entries.size(); i++) {
      joined.writeBytes(bytes(i == 0 ? "" : between));
      joined.writeBytes(entries.get(i));
    }
    joined.writeBytes(bytes(after));
    return joined.toByteArray();
  }

  private static <T> T any(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
