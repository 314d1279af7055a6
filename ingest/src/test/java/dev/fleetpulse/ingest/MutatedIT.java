package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.ingest.request.JsonBody;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Damaged reports, with the real broker: on the topics is what was answered 202, and only that. */
@ExtendWith(RealComponents.class)
class MutatedIT {
  private static final int ALONE = 100;
  private static final int TOGETHER = 300;

  private final Components components;

  MutatedIT(Components components) {
    this.components = components;
  }

  @Test
  void storesExactlyWhatWasAnswered202() throws Exception {
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var now = Instant.now().toEpochMilli();
    var expected = new ArrayList<Said>();
    try (var ingest =
            new RunningIngest(
                components.kafka(), components.registryUrl(), "ingest-" + UUID.randomUUID());
        var heartbeats = new TopicLog(components.kafka(), ingest.topics().heartbeats());
        var errors = new TopicLog(components.kafka(), ingest.topics().errors())) {
      for (var i = 0; i < ALONE; i++) {
        expected.addAll(postAlone(ingest.client(), Mutated.heartbeat(random, now - i)));
      }
      expected.addAll(postTogether(ingest.client(), random, now - ALONE));

      var topic = ingest.topics().heartbeats();
      assertThat(heartbeats.reports())
          .as("seed %d", seed)
          .map(message -> topic.values().deserializer().deserialize(topic.name(), message.value()))
          .map(Said::inRecord)
          .hasSizeGreaterThan(TOGETHER / 10)
          .containsExactlyInAnyOrderElementsOf(expected);
      assertThat(errors.reports()).isEmpty();
    }
  }

  private static List<Said> postAlone(Client client, byte[] body) throws Exception {
    var answer =
        client.send(client.request("/api/v1/heartbeat", BodyPublishers.ofByteArray(body))).get();
    assertThat(answer.statusCode()).as(answer.body()).isIn(202, 400, 422);
    return answer.statusCode() == 202 ? List.of(Said.inBody(body)) : List.of();
  }

  /** Every element is JSON, so that one does not end the reading for all the others. */
  private static List<Said> postTogether(Client client, Random random, long before)
      throws Exception {
    var bodies = new ArrayList<String>();
    while (bodies.size() < TOGETHER) {
      var body = Mutated.heartbeat(random, before - bodies.size());
      if (isJson(body)) {
        bodies.add(new String(body, StandardCharsets.UTF_8));
      }
    }
    var answer = client.post("/api/v1/heartbeats", bodies.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
    var verdicts = JsonMapper.builder().build().readTree(answer.body()).get("entries");
    assertThat(verdicts).hasSize(TOGETHER);
    var stored = new ArrayList<Said>();
    for (var i = 0; i < TOGETHER; i++) {
      if (verdicts.get(i).get("status").intValue() == 202) {
        stored.add(Said.inBody(bodies.get(i).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return stored;
  }

  private static boolean isJson(byte[] body) {
    return JsonBody.isOneValue(body);
  }
}
