package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.ingest.scrub.PlantedSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No secret of the corpus is on the real broker, wherever in a report it was. */
@ExtendWith(RealComponents.class)
class ScrubbedIT {
  private static final List<PlantedSecret> CORPUS = PlantedSecret.corpus();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Components components;

  ScrubbedIT(Components components) {
    this.components = components;
  }

  @Test
  void keepsSecretsOffTheLog() throws Exception {
    try (var ingest =
            new RunningIngest(
                components.kafka(), components.registryUrl(), "ingest-" + UUID.randomUUID());
        var heartbeats = new TopicLog(components.kafka(), ingest.topics().heartbeats());
        var errors = new TopicLog(components.kafka(), ingest.topics().errors())) {
      send(ingest, "/api/v1/heartbeats", ScrubbedIT::intoHeartbeat);
      send(ingest, "/api/v1/errors", ScrubbedIT::intoError);

      assertHasNone(heartbeats.reports());
      assertHasNone(errors.reports());
      assertThat(ingest.management("/metrics").body())
          .contains("fleetpulse_ingest_scrubbed_total{kind=\"aws\"}");
    }
  }

  private static void intoHeartbeat(ObjectNode heartbeat, String text) {
    heartbeat.putObject("repairs").putObject("lastRepair").put("error", text);
    heartbeat.putArray("alerts").addObject().put("type", "t").put("message", text);
    heartbeat.putObject("metadata").putArray("notes").add(text);
    heartbeat.put("unknown", text);
  }

  private static void intoError(ObjectNode error, String text) {
    error.put("message", text);
    error.put("stack", text);
    error.putObject("cause").put("message", text);
    error.putObject("context").put("note", text);
    error.putObject("tags").put("note", text);
  }

  private static void send(
      RunningIngest ingest, String path, BiConsumer<ObjectNode, String> planting) throws Exception {
    var lines = new StringBuilder();
    for (var i = 0; i < CORPUS.size(); i++) {
      var report =
          JSON.createObjectNode()
              .put("instanceId", "web-" + i)
              .put("timestamp", Instant.now().toEpochMilli());
      planting.accept(report, CORPUS.get(i).text());
      lines.append(JSON.writeValueAsString(report)).append('\n');
    }
    var answer =
        ingest
            .client()
            .post(path, lines.toString(), Map.of("Content-Type", "application/x-ndjson"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private static void assertHasNone(List<ConsumerRecord<byte[], byte[]>> records) {
    assertThat(records).hasSameSizeAs(CORPUS);
    for (var record : records) {
      var bytes = new String(record.value(), StandardCharsets.UTF_8);
      var key = new String(record.key(), StandardCharsets.UTF_8);
      var planted = CORPUS.get(Integer.parseInt(key.substring(key.indexOf("web-") + 4)));
      assertThat(bytes).contains("[REDACTED:").doesNotContain(planted.secrets());
    }
  }
}
