package dev.fleetpulse.load;

import static dev.fleetpulse.load.ScriptedServer.ACCEPTED;
import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.load.ScriptedServer.Reply;
import dev.fleetpulse.load.recording.RecordedFiles;
import dev.fleetpulse.service.Env;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayMainTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final Path folder;
  private final String machines;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  ReplayMainTest(@TempDir Path folder) {
    this.folder = folder;
    machines =
        new RecordedFiles(folder)
            .write("m.jsonl", machine(0, "vm_1_1"), machine(86_400_000, "vm_1_1"))
            .toString();
  }

  @Test
  void everythingAcknowledgedEndsWithZeroAndAReport() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      var file = folder.resolve("report.json");

      var code = run(server, machines, "--report", file.toString());

      assertThat(code).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .contains("Replayed 2026-11-20T12:00:00Z to 2026-11-21T12:00:00Z")
          .contains("2 heartbeats and 0 errors of 1 instances");
      var report = new JsonMapper().readTree(file.toFile());
      assertThat(report.at("/counts/acknowledged").asLong()).isEqualTo(2);
      assertThat(report.at("/planned/events").asLong()).isEqualTo(2);
      assertThat(report.at("/stopped").isNull()).isTrue();
    }
  }

  @Test
  void anythingRefusedEndsWithOne() throws Exception {
    try (var server = ScriptedServer.start(_ -> Reply.problem(400, "malformed"))) {
      assertThat(run(server, machines)).isEqualTo(1);
      assertThat(out.toString(StandardCharsets.UTF_8)).contains("400 malformed");
    }
  }

  @Test
  void withoutARecordingItDoesNotBegin() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      assertThat(run(server)).isEqualTo(2);
      assertThat(err.toString()).startsWith("replay: Nothing to replay").doesNotContain("\tat ");
    }
  }

  @Test
  void whatIsTooOldToCountIsNotSent() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      assertThat(run(server, machines, "--shift-to", "2026-11-21T10:59:00Z")).isEqualTo(2);
      assertThat(err.toString()).contains("would begin at 2026-11-20T10:59:00Z");
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void wrongOptionsAreNamedBeforeAnythingIsSent() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      assertThat(run(server, machines, "--speed", "quick")).isEqualTo(2);
      assertThat(run(server, machines, "--shift-to", "noon")).isEqualTo(2);
      assertThat(run(server, machines, "--connections", "0")).isEqualTo(2);
      assertThat(run(server, machines, "--limit", "0")).isEqualTo(2);
      assertThat(run(server, machines, "--url", "here")).isEqualTo(2);
      assertThat(err.toString().lines())
          .hasSize(5)
          .allSatisfy(line -> assertThat(line).startsWith("replay: "));
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void aCheckThatFindsNoApiDoesNotBegin() throws Exception {
    try (var server = ScriptedServer.start(_ -> Reply.problem(404, "not found"))) {
      var code = run(server, machines, "--check", "--query-url", server.url().toString());

      assertThat(code).isEqualTo(2);
      assertThat(err.toString()).contains("GET /api/v1/analytics").contains("404");
    }
  }

  private int run(ScriptedServer server, String... arguments) {
    var env = new Env(Map.of("FLEETPULSE_URL", server.url().toString(), "FLEETPULSE_KEY", "fpk_a"));
    var main =
        new ReplayMain(
            env,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            false);
    return ReplayMain.commandLine(main).setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
