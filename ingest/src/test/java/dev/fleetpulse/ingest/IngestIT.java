package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.Zstd;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UsageCounters;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the request to the record, with the real broker and the real registry. */
@ExtendWith(RealComponents.class)
class IngestIT {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String ERRORS = "/api/v1/errors";

  private final String kafka;
  private final String ingestor = "ingest-" + UUID.randomUUID();
  private final RunningIngest ingest;
  private TopicLog heartbeats;
  private TopicLog errors;

  IngestIT(Components components) throws Exception {
    kafka = components.kafka();
    ingest = new RunningIngest(kafka, components.registryUrl(), ingestor);
  }

  @BeforeEach
  void openLogs() {
    heartbeats = new TopicLog(kafka, ingest.topics().heartbeats());
    errors = new TopicLog(kafka, ingest.topics().errors());
  }

  @AfterEach
  void close() {
    heartbeats.close();
    errors.close();
    ingest.close();
  }

  @Test
  void storesAHeartbeatExactly() throws Exception {
    var now = Instant.now().toEpochMilli();

    var answer =
        ingest
            .client()
            .post(
                HEARTBEAT,
                """
                {"instanceId":"web-1/ü","timestamp":%d,"server":{"name":"shop","zone":"eu"},
                 "usage":{"totalTokens":45000,"totalCost":0.12,"byModel":{"model-a":{"tokens":30000,"cost":0.08,"calls":70}}}}
                """
                    .formatted(now));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var message = only(heartbeats.reports());
    assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo("acme/web-1/ü");
    assertThat(message.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    var heartbeat = decoded(ingest.topics().heartbeats(), message);
    assertThat(heartbeat.getTenant()).isEqualTo("acme");
    assertThat(heartbeat.getInstanceId()).isEqualTo("web-1/ü");
    assertThat(heartbeat.getApp()).isEqualTo("shop");
    assertThat(heartbeat.getTimestampMs()).isEqualTo(now);
    assertThat(heartbeat.getUsage().getTotalTokens()).isEqualTo(45_000);
    assertThat(heartbeat.getUsage().getTotalCostNanos()).isEqualTo(120_000_000);
    assertThat(heartbeat.getUsage().getByModel())
        .isEqualTo(Map.of("model-a", new UsageCounters(30_000L, 80_000_000L, 70L)));
    assertThat(heartbeat.getRest()).isEqualTo("{\"server\":{\"zone\":\"eu\"}}");
    assertThat(heartbeat.getDownAfterMs()).isEqualTo(180_000);
    assertThat(heartbeat.getIngestor()).isEqualTo(ingestor);
  }

  @Test
  void storesAnErrorExactly() throws Exception {
    var answer =
        ingest
            .client()
            .post(
                ERRORS,
                """
                {"instanceId":"web-1","app":"shop","timestamp":"%s","type":"TypeError","message":"x is undefined",
                 "stack":"TypeError: x is undefined\\n    at f (a.js:1:2)","tags":{"region":"eu"},"thread":"main"}
                """
                    .formatted(Instant.now()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var message = only(errors.reports());
    assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo("acme/web-1");
    var error = decoded(ingest.topics().errors(), message);
    assertThat(error.getApp()).isEqualTo("shop");
    assertThat(error.getMessage()).isEqualTo("x is undefined");
    assertThat(error.getStack()).isEqualTo("TypeError: x is undefined\n    at f (a.js:1:2)");
    assertThat(error.getTags()).isEqualTo(Map.of("region", "eu"));
    assertThat(error.getRest()).isEqualTo("{\"thread\":\"main\"}");
  }

  @Test
  void storesTheSameFromAGzippedBody() throws Exception {
    var body = good("web-1");
    ingest.client().post(HEARTBEAT, body);
    var gzipped = new ByteArrayOutputStream();
    try (var stream = new GZIPOutputStream(gzipped)) {
      stream.write(body.getBytes(StandardCharsets.UTF_8));
    }

    var answer =
        ingest
            .client()
            .send(
                ingest
                    .client()
                    .request(
                        HEARTBEAT,
                        BodyPublishers.ofByteArray(gzipped.toByteArray()),
                        Map.of("Content-Encoding", "gzip")))
            .get();

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    var stored = heartbeats.reports();
    assertThat(stored).hasSize(2);
    assertThat(stored.getLast().value()).isEqualTo(stored.getFirst().value());
  }

  @Test
  void storesADayOfHeartbeatsInTheirOrder() throws Exception {
    var now = Instant.now().toEpochMilli();
    var day =
        IntStream.range(0, 1440)
            .mapToObj(i -> heartbeat("web-1", now - (1439 - i) * 60_000L))
            .toList();

    var answer =
        ingest
            .client()
            .send(
                ingest
                    .client()
                    .request(
                        "/api/v1/heartbeats",
                        BodyPublishers.ofByteArray(
                            Zstd.compress(String.join("\n", day).getBytes(StandardCharsets.UTF_8))),
                        Map.of("Content-Type", "application/x-ndjson", "Content-Encoding", "zstd")))
            .get();

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    assertThat(heartbeats.reports())
        .map(message -> decoded(ingest.topics().heartbeats(), message).getTimestampMs())
        .hasSize(1440)
        .isSorted()
        .endsWith(now);
  }

  @Test
  void storesOfABatchExactlyWhatItSays() throws Exception {
    var errorsSent =
        IntStream.range(0, 60)
            .mapToObj(i -> i % 3 == 1 ? "{\"instanceId\":\"bad\"}" : good("web-" + i))
            .toList();

    var answer = ingest.client().post(ERRORS, errorsSent.toString());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
    var entries = JsonMapper.builder().build().readTree(answer.body()).get("entries");
    var stored =
        IntStream.range(0, 60)
            .filter(i -> entries.get(i).get("status").intValue() == 202)
            .mapToObj(i -> "web-" + i)
            .toList();
    assertThat(errors.reports())
        .map(message -> decoded(ingest.topics().errors(), message).getInstanceId())
        .hasSize(40)
        .containsExactlyInAnyOrderElementsOf(stored);
  }

  /**
   * A request that must be refused.
   *
   * @param field that the answer must blame, or null where the body is not to blame
   */
  private record Bad(
      String name, String body, Map<String, String> headers, int status, String field) {
    Bad(String name, String body, int status, String field) {
      this(name, body, Map.of(), status, field);
    }
  }

  @Test
  void letsNoBadHeartbeatReachTheLog() throws Exception {
    refusesAll(HEARTBEAT);
    refuses(HEARTBEAT, new Bad("metadata", and(good("web-1"), "\"metadata\":[]"), 400, "metadata"));

    // Sent last and under the same key, so whatever came before is in front of it.
    ingest.client().post(HEARTBEAT, and(good("web-1"), "\"version\":\"the only one\""));
    assertThat(decoded(ingest.topics().heartbeats(), only(heartbeats.reports())).getVersion())
        .isEqualTo("the only one");
    assertThat(errors.reports()).isEmpty();
  }

  @Test
  void letsNoBadErrorReachTheLog() throws Exception {
    refusesAll(ERRORS);
    refuses(ERRORS, new Bad("frames", and(good("web-1"), "\"frames\":{}"), 400, "frames"));

    ingest.client().post(ERRORS, and(good("web-1"), "\"type\":\"the only one\""));
    assertThat(decoded(ingest.topics().errors(), only(errors.reports())).getType())
        .isEqualTo("the only one");
    assertThat(heartbeats.reports()).isEmpty();
  }

  private void refusesAll(String path) throws Exception {
    var good = good("web-1");
    var bad =
        List.of(
            new Bad("malformed", "{\"instanceId\":\"web-1\",\"timestamp\":", 400, "timestamp"),
            new Bad("empty", "", 400, "body"),
            new Bad("no object", "5", 400, "body"),
            new Bad("no instance", good.replace("instanceId", "id"), 400, "instanceId"),
            new Bad("wrong type", and(good, "\"app\":5"), 400, "app"),
            new Bad("twice", and(good, "\"instanceId\":\"x\""), 400, "instanceId"),
            new Bad("too old", and(good.replaceAll("\\d{13}", "7"), "\"a\":1"), 422, "timestamp"),
            new Bad("no key", good, Map.of("Authorization", ""), 401, null),
            new Bad("unknown key", good, bearer(TestKeys.UNKNOWN), 401, null),
            new Bad("key without scope", good, bearer(TestKeys.READ_ONLY), 403, null),
            new Bad("no JSON", good, Map.of("Content-Type", "text/plain"), 415, null),
            new Bad("no gzip", good, Map.of("Content-Encoding", "gzip"), 400, "body"),
            new Bad("1 MB", " ".repeat(1024 * 1024) + good, 413, null));

    for (var each : bad) {
      refuses(path, each);
    }
    var chunked =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1024 * 1024]));
    var answer = ingest.client().send(ingest.client().request(path, chunked)).get();
    assertThat(problem(answer).get("status").intValue()).isEqualTo(413);
  }

  private void refuses(String path, Bad bad) throws Exception {
    var answer = ingest.client().post(path, bad.body(), bad.headers());

    assertThat(answer.statusCode()).as(bad.name()).isEqualTo(bad.status());
    var problem = problem(answer);
    assertThat(problem.get("detail").textValue()).as(bad.name()).isNotBlank();
    if (bad.field() != null) {
      var error = problem.at("/errors/0");
      assertThat(error.get("field").textValue()).as(bad.name()).isEqualTo(bad.field());
      assertThat(error.get("expected").textValue()).as(bad.name()).isNotBlank();
      assertThat(error.get("was").textValue()).as(bad.name()).isNotBlank();
    }
  }

  @Test
  void ticksOnEveryPartitionAndCountsWhatWasAcknowledged() throws Exception {
    for (var i = 0; i < 30; i++) {
      ingest.client().post(HEARTBEAT, good("web-" + i));
    }

    var appended = new ArrayList<>(heartbeats.appended());
    var sent = new HashMap<Integer, Long>();
    appended.stream()
        .filter(message -> message.value() != null)
        .forEach(message -> sent.merge(message.partition(), 1L, Long::sum));
    assertThat(sent.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(30);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              appended.addAll(heartbeats.appended());
              for (var partition = 0;
                  partition < ingest.topics().heartbeats().partitions();
                  partition++) {
                var ticks = ticks(appended, partition);
                assertThat(ticks).as("ticks of partition %d", partition).hasSizeGreaterThan(2);
                assertThat(ticks.getLast().getAcknowledged())
                    .as("acknowledged in partition %d", partition)
                    .isEqualTo(sent.getOrDefault(partition, 0L));
              }
            });
    assertThat(ticks(appended, 0))
        .extracting(Tick::getIncarnation)
        .containsOnly(ticks(appended, 1).getFirst().getIncarnation());
    assertThat(appended).allSatisfy(message -> assertTickOrReport(message));
  }

  @Test
  void saysGoodbyeOnEveryPartition() throws Exception {
    ingest.client().post(HEARTBEAT, good("web-1"));

    ingest.stop();

    var appended = heartbeats.appended();
    for (var partition = 0; partition < ingest.topics().heartbeats().partitions(); partition++) {
      var ticks = ticks(appended, partition);
      assertThat(ticks.getLast().getGoodbye()).as("partition %d", partition).isTrue();
      assertThat(ticks.stream().filter(Tick::getGoodbye)).hasSize(1);
      assertThat(ticks.getLast().getAcknowledged()).isEqualTo(reports(appended, partition));
    }
  }

  @Test
  void isReadyAndMeasured() throws Exception {
    ingest.client().post(HEARTBEAT, good("web-1"));
    ingest.client().post(HEARTBEAT, "{}");

    await()
        .untilAsserted(() -> assertThat(ingest.management("/readyz").statusCode()).isEqualTo(200));
    assertThat(ingest.management("/livez").statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(ingest.management("/metrics").body())
                    .contains(
                        "http_server_requests_seconds_count{endpoint=\"/api/v1/heartbeat\",status=\"202\"} 1")
                    .contains("fleetpulse_ingest_refused_total{reason=\"invalid\"} 1.0")
                    .contains("fleetpulse_ingest_acknowledged_total{kind=\"heartbeat\"} 1.0"));
  }

  private static void assertTickOrReport(ConsumerRecord<byte[], byte[]> message) {
    if (message.value() == null) {
      assertThat(message.key()).isNull();
      assertThat(message.headers()).hasSize(1);
    } else {
      assertThat(message.key()).isNotNull();
      assertThat(message.headers()).extracting(Header::key).isSubsetOf(Topics.BATCH);
    }
  }

  private List<Tick> ticks(List<ConsumerRecord<byte[], byte[]>> records, int partition) {
    return ingest.ticks(
        ingestor, records.stream().filter(message -> message.partition() == partition).toList());
  }

  private static long reports(List<ConsumerRecord<byte[], byte[]>> records, int partition) {
    return records.stream()
        .filter(message -> message.partition() == partition && message.value() != null)
        .count();
  }

  private static <V> V decoded(Topic<?, V> topic, ConsumerRecord<byte[], byte[]> message) {
    return topic.values().deserializer().deserialize(topic.name(), message.value());
  }

  private static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.getFirst();
  }

  private static JsonNode problem(HttpResponse<String> answer) throws Exception {
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private static String good(String instance) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d,\"message\":\"m\"}"
        .formatted(instance, Instant.now().toEpochMilli());
  }

  private static String heartbeat(String instance, long timestampMs) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d}".formatted(instance, timestampMs);
  }

  private static String and(String json, String field) {
    return json.substring(0, json.length() - 1) + "," + field + "}";
  }

  private static Map<String, String> bearer(String key) {
    return Map.of("Authorization", "Bearer " + key);
  }
}
