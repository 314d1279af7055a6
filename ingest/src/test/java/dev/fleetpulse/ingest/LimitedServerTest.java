package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.limit.LimitSettings;
import dev.fleetpulse.service.Env;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What those are answered who send too much: 429, when to come back, and nothing is stored. */
class LimitedServerTest {
  /** An hour each, so that nothing is refilled while a test runs on a slow machine. */
  private static final LimitSettings NARROW =
      LimitSettings.from(
          new Env(
              Map.of(
                  "FLEETPULSE_LIMIT_INSTANCE_HEARTBEATS", "2/PT1H",
                  "FLEETPULSE_LIMIT_INSTANCE_ERRORS", "3/PT1H",
                  "FLEETPULSE_LIMIT_TENANT", "20/PT1H",
                  "FLEETPULSE_LIMIT_INSTANCE_BATCHES", "100/PT1S",
                  "FLEETPULSE_LIMIT_TENANT_BATCH_ENTRIES", "150/PT10M",
                  "FLEETPULSE_LIMIT_BATCH_ENTRIES", "10000/PT10M")));

  private final HttpSide http = new HttpSide(16, NARROW);
  private final Client client = http.client();

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void limitsTheHeartbeatsOfAnInstance() throws Exception {
    client.post("/api/v1/heartbeat", report("web-1"));
    client.post("/api/v1/heartbeat", report("web-1"));
    var third = client.post("/api/v1/heartbeat", report("web-1"));

    var problem = limited(third, "\"heartbeats\";q=2;w=3600");
    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:rate-limited");
    assertThat(retryAfter(third)).isBetween(1, 1800);
    assertThat(client.post("/api/v1/heartbeat", report("web-2")).statusCode()).isEqualTo(202);
    assertThat(http.recorded().records()).hasSize(3);
  }

  @Test
  void limitsTheErrorsOfAnInstanceAloneAndTogether() throws Exception {
    assertThat(client.post("/api/v1/errors", report("web-1")).statusCode()).isEqualTo(202);

    var mixed = client.post("/api/v1/errors", array(4, "web-1"));
    assertThat(mixed.statusCode()).isEqualTo(207);
    assertThat(statuses(mixed)).containsExactly(202, 202, 429, 429);
    assertThat(mixed.headers().firstValue("RateLimit-Policy")).hasValue("\"errors\";q=3;w=3600");

    limited(client.post("/api/v1/errors", array(4, "web-1")), "\"errors\";q=3;w=3600");
    assertThat(http.recorded().records()).hasSize(3);
  }

  @Test
  void limitsTheRequestsOfATenant() throws Exception {
    for (var i = 0; i < 20; i++) {
      client.post("/api/v1/heartbeat", "no JSON");
    }

    limited(client.post("/api/v1/heartbeat", report("web-1")), "\"tenant\";q=20;w=3600");
    limited(client.post("/api/v1/heartbeats", array(1, "web-1")), "\"tenant\";q=20;w=3600");
    assertThat(http.recorded().records()).isEmpty();
  }

  @Test
  void letsBatchesInAtAPaceAndNotByTheLimitOfSingleOnes() throws Exception {
    assertThat(client.post("/api/v1/heartbeats", array(150, "web-1")).statusCode()).isEqualTo(202);

    var second = client.post("/api/v1/heartbeats", array(150, "web-2"));
    limited(second, "\"batch-entries\";q=10000;w=600");
    assertThat(retryAfter(second)).isBetween(300, 400);
    var impatient = client.post("/api/v1/heartbeats", array(150, "web-2"));
    assertThat(retryAfter(impatient)).as("keeps its place").isLessThanOrEqualTo(retryAfter(second));
    assertThat(client.post("/api/v1/heartbeat", report("web-2")).statusCode()).isEqualTo(202);
    assertThat(http.recorded().records()).hasSize(151);
  }

  @Test
  void paysForWhatABatchHadAndNoMore() throws Exception {
    assertThat(client.post("/api/v1/heartbeats", array(10, "web-1")).statusCode()).isEqualTo(202);
    assertThat(client.post("/api/v1/heartbeats", array(10, "web-2")).statusCode()).isEqualTo(202);
    assertThat(client.post("/api/v1/heartbeats", array(10, "web-3")).statusCode()).isEqualTo(202);
  }

  private static JsonNode limited(HttpResponse<String> answer, String policy) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue(policy);
    assertThat(answer.headers().firstValue("RateLimit"))
        .hasValue(policy.replaceAll(";.*", "") + ";r=0;t=" + retryAfter(answer));
    return JsonMapper.builder().build().readTree(answer.body());
  }

  private static int retryAfter(HttpResponse<String> answer) {
    return Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow());
  }

  private static Iterable<Integer> statuses(HttpResponse<String> answer) throws Exception {
    var statuses = JsonMapper.builder().build().readTree(answer.body()).findValues("status");
    return statuses.stream().map(JsonNode::intValue).toList();
  }

  private static String array(int entries, String instance) {
    return IntStream.range(0, entries)
        .mapToObj(i -> report(instance, i))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String report(String instance) {
    return report(instance, 0);
  }

  private static String report(String instance, int age) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d,\"message\":\"m\"}"
        .formatted(instance, Reports.NOW.toEpochMilli() - age);
  }
}
