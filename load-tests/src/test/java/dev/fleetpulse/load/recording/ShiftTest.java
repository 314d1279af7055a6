package dev.fleetpulse.load.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ShiftTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void theRecordingEndsWhenItIsToldTo() throws JsonProcessingException {
    var shift = Shift.toEndAt(NOON, 5_000);

    var last = shift.bodyOf(heartbeat(5_000, "{\"timestamp\":5000}"));

    assertThat(last.path("timestamp").asLong()).isEqualTo(NOON.toEpochMilli());
  }

  @Test
  void everyTimeInABodyIsMoved() throws JsonProcessingException {
    var moved =
        new Shift(Instant.ofEpochMilli(1_000))
            .bodyOf(
                heartbeat(
                    0,
                    """
                    {"timestamp":1,"repairs":{"lastRepair":{"timestamp":-2}},
                     "alerts":[{"timestamp":3},{"type":"x"}],"server":{"bootId":"b"}}"""));

    assertThat(moved.toString())
        .isEqualTo(
            """
            {"timestamp":1001,"repairs":{"lastRepair":{"timestamp":998}},\
            "alerts":[{"timestamp":1003},{"type":"x"}],"server":{"bootId":"b-rs"}}""");
  }

  @Test
  void processesStayApartAndEveryShiftStartsThemAnew() throws JsonProcessingException {
    assertThat(bootId(1_000, "{\"bootId\":\"b\"}")).isEqualTo("b-rs");
    assertThat(bootId(2_000, "{\"bootId\":\"b\"}")).isEqualTo("b-1jk");
    assertThat(bootId(1_000, "{\"pid\":7}")).isEqualTo("pid-7-rs");
    assertThat(bootId(1_000, "{}")).isEqualTo("boot-rs");
  }

  @Test
  void theRecordingItselfStaysAsItIs() throws JsonProcessingException {
    var event = heartbeat(0, "{\"timestamp\":1}");

    var _ = new Shift(NOON).bodyOf(event);

    assertThat(event.body().toString()).isEqualTo("{\"timestamp\":1}");
  }

  private static String bootId(long startMs, String server) throws JsonProcessingException {
    return new Shift(Instant.ofEpochMilli(startMs))
        .bodyOf(heartbeat(0, "{\"timestamp\":1,\"server\":" + server + "}"))
        .at("/server/bootId")
        .asText();
  }

  private static Event heartbeat(long timeMs, String body) throws JsonProcessingException {
    return new Event(timeMs, Event.Kind.HEARTBEAT, (ObjectNode) new JsonMapper().readTree(body));
  }
}
