package dev.fleetpulse.load.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.load.recording.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OracleTest {
  private final Oracle oracle = new Oracle();

  @Test
  void aCounterCountsByItsRisesAndItsFirstValueNothing() {
    heartbeat("a", 1, "p", 100);
    heartbeat("a", 2, "p", 130);
    heartbeat("a", 3, "p", 150);

    assertThat(oracle.figures().tokens()).isEqualTo(50);
  }

  @Test
  void aFallIsAStartFromZero() {
    heartbeat("a", 1, "p", 100);
    heartbeat("a", 2, "p", 20);
    heartbeat("a", 3, "p", 25);

    assertThat(oracle.figures().tokens()).isEqualTo(25);
  }

  @Test
  void orderAndRepetitionDoNotMatter() {
    heartbeat("a", 3, "p", 150);
    heartbeat("a", 1, "p", 100);
    heartbeat("a", 3, "p", 150);
    heartbeat("a", 2, "p", 130);

    assertThat(oracle.figures().heartbeats()).isEqualTo(3);
    assertThat(oracle.figures().tokens()).isEqualTo(50);
  }

  @Test
  void processesOfOneInstanceThatOverlapAreComparedEachWithItself() {
    heartbeat("a", 1, "old", 100);
    heartbeat("a", 2, "new", 10);
    heartbeat("a", 3, "old", 105);
    heartbeat("a", 4, "new", 12);

    // 10 after a fall, then 5 of the old process and 2 of the new one.
    assertThat(oracle.figures().tokens()).isEqualTo(17);
  }

  @Test
  void anAbsentCounterIsNotAZero() {
    heartbeat("a", 1, "p", 100);
    add(
        Event.Kind.HEARTBEAT,
        "{\"instanceId\":\"a\",\"timestamp\":2,\"server\":{\"bootId\":\"p\"}}");
    heartbeat("a", 3, "p", 101);

    assertThat(oracle.figures().tokens()).isEqualTo(1);
  }

  @Test
  void costIsAddedUpWithoutRounding() {
    add(
        Event.Kind.HEARTBEAT,
        "{\"instanceId\":\"a\",\"timestamp\":1,\"usage\":{\"totalCost\":0.1}}");
    add(
        Event.Kind.HEARTBEAT,
        "{\"instanceId\":\"a\",\"timestamp\":2,\"usage\":{\"totalCost\":0.300000001}}");

    assertThat(oracle.figures().cost()).isEqualByComparingTo("0.200000001");
  }

  @Test
  void twoHeartbeatsOfOneTimeThatDifferCannotBeJudged() {
    heartbeat("a", 1, "p", 100);

    assertThatThrownBy(() -> heartbeat("a", 1, "p", 101))
        .isInstanceOf(AmbiguousRecordingException.class)
        .hasMessageContaining("Two heartbeats of a at 1");
  }

  @Test
  void errorsCountOnceByTheirIdOrElseByWhatTheySay() {
    add(
        Event.Kind.ERROR,
        "{\"instanceId\":\"a\",\"timestamp\":9,\"errorId\":\"e\",\"message\":\"again\"}");
    add(
        Event.Kind.ERROR,
        "{\"instanceId\":\"a\",\"timestamp\":1,\"errorId\":\"e\",\"message\":\"m\"}");
    add(
        Event.Kind.ERROR,
        "{\"instanceId\":\"b\",\"timestamp\":2,\"errorId\":\"e\",\"message\":\"m\"}");
    add(Event.Kind.ERROR, "{\"instanceId\":\"a\",\"timestamp\":1,\"message\":\"m\"}");
    add(Event.Kind.ERROR, "{\"instanceId\":\"a\",\"timestamp\":1,\"message\":\"m\"}");
    add(Event.Kind.ERROR, "{\"instanceId\":\"a\",\"timestamp\":2,\"message\":\"m\"}");

    assertThat(oracle.figures().errors()).isEqualTo(4);
    assertThat(oracle.servers()).isEmpty();
  }

  @Test
  void hoursAreAroundTheEarliestAndLatestTimestamp() {
    heartbeat("a", Instant.parse("2026-11-21T11:59:59.999Z").toEpochMilli(), "p", 1);
    heartbeat("a", Instant.parse("2026-11-21T13:00:00Z").toEpochMilli(), "p", 1);

    assertThat(Hours.around(oracle.first(), oracle.last()))
        .isEqualTo(
            new Hours(
                Instant.parse("2026-11-21T11:00:00Z"), Instant.parse("2026-11-21T14:00:00Z")));
  }

  private void heartbeat(String instance, long timestamp, String process, long tokens) {
    add(
        Event.Kind.HEARTBEAT,
        """
        {"instanceId":"%s","timestamp":%d,"server":{"bootId":"%s"},"usage":{"totalTokens":%d}}"""
            .formatted(instance, timestamp, process, tokens));
  }

  private void add(Event.Kind kind, String body) {
    try {
      oracle.add(kind, (ObjectNode) new JsonMapper().readTree(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(body, e);
    }
  }
}
