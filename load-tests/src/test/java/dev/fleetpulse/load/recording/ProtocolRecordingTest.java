package dev.fleetpulse.load.recording;

import static dev.fleetpulse.load.recording.RecordedFiles.error;
import static dev.fleetpulse.load.recording.RecordedFiles.heartbeat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtocolRecordingTest {
  private final RecordedFiles files;

  ProtocolRecordingTest(@TempDir Path folder) {
    files = new RecordedFiles(folder);
  }

  @Test
  void timesAreCountedFromTheFirstRequest() {
    var recorded =
        files.write(
            "own.jsonl",
            heartbeat(
                1_775_073_247_574L, "{\"instanceId\":\"a\",\"timestamp\":1775073247570,\"x\":1}"),
            error(
                1_775_073_248_574L,
                "{\"instanceId\":\"a\",\"timestamp\":\"2026-04-01T19:54:08.574Z\"}"));

    var events = events(recorded);

    assertThat(events).extracting(Event::timeMs).containsExactly(0L, 1_000L);
    assertThat(events)
        .extracting(Event::kind)
        .containsExactly(Event.Kind.HEARTBEAT, Event.Kind.ERROR);
    assertThat(events.getFirst().body().toString())
        .isEqualTo("{\"instanceId\":\"a\",\"timestamp\":-4,\"x\":1}");
    assertThat(events.getLast().body().path("timestamp").asLong()).isEqualTo(1_000);
  }

  @Test
  void goingBackInTimeIsRefused() {
    var body = "{\"instanceId\":\"a\",\"timestamp\":5}";
    var recorded = files.write("own.jsonl", heartbeat(5, body), heartbeat(4, body));

    assertThatThrownBy(() -> events(recorded)).hasMessageEndingWith("line 2: t goes back in time");
  }

  @Test
  void aBodyWithoutAnInstanceIsRefused() {
    var recorded = files.write("own.jsonl", heartbeat(5, "{\"timestamp\":5}"));

    assertThatThrownBy(() -> events(recorded))
        .hasMessageEndingWith("line 1: body must have an instanceId and a timestamp");
  }

  @Test
  void aTimestampThatIsNoneIsRefused() {
    var recorded =
        files.write("own.jsonl", heartbeat(5, "{\"instanceId\":\"a\",\"timestamp\":\"noon\"}"));

    assertThatThrownBy(() -> events(recorded))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("line 1: timestamp must be epoch milliseconds or RFC 3339");
  }

  @Test
  void anUnknownKindIsRefused() {
    var recorded =
        files.write(
            "own.jsonl",
            "{\"t\":1,\"kind\":\"metric\",\"body\":{\"instanceId\":\"a\",\"timestamp\":5}}");

    assertThatThrownBy(() -> events(recorded))
        .hasMessageEndingWith("line 1: kind must be heartbeat or error");
  }

  private static List<Event> events(Path... recorded) {
    return RecordedFiles.events(Recording.of(List.of(recorded), Part.ALL));
  }
}
