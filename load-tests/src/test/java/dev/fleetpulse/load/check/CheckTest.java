package dev.fleetpulse.load.check;

import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static dev.fleetpulse.load.recording.RecordedFiles.report;
import static dev.fleetpulse.load.recording.RecordedFiles.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.load.ScriptedServer;
import dev.fleetpulse.load.ScriptedServer.Asked;
import dev.fleetpulse.load.ScriptedServer.Reply;
import dev.fleetpulse.load.recording.Part;
import dev.fleetpulse.load.recording.RecordedFiles;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CheckTest {
  private static final Shift SHIFT = new Shift(Instant.parse("2026-11-21T12:50:00Z"));
  private static final String BEFORE = analytics(7, 70, "0.5", 1);
  // 100 tokens in at 150 nano-dollars each, 10 out at 600.
  private static final String AFTER = analytics(11, 180, "0.500021", 3);

  private final Recording recording;
  private final AtomicInteger asked = new AtomicInteger();

  CheckTest(@TempDir Path folder) {
    var files = new RecordedFiles(folder);
    recording =
        Recording.of(
            List.of(
                files.write(
                    "m.jsonl",
                    machine(0, "vm_1_1"),
                    machine(1, "vm_1_2"),
                    machine(600_000, "vm_1_1"),
                    machine(600_001, "vm_1_2")),
                files.write("u.jsonl", request(0, "conv", 100, 0), request(1, "code", 0, 10)),
                files.write("shop.jsonl", report("a"))),
            Part.ALL);
  }

  @Test
  void growthIsComparedOnceTheApiHasCaughtUp() throws Exception {
    try (var server = ScriptedServer.start(request -> answer(request, asked.get() < 3));
        var api = new QueryApi(server.url(), Optional.of("fpk_test"))) {
      var verdict = Check.prepare(api, recording, SHIFT).awaitGrowth(Duration.ofSeconds(30));

      assertThat(verdict.equal()).isTrue();
      assertThat(verdict.text())
          .isEqualToNormalizingNewlines(
              """
                figure                recording                API   equal
                servers                       2                  2   yes
                heartbeats                    4                  4   yes
                tokens                      110                110   yes
                cost               $0.000021000       $0.000021000   yes
                calls                         2                  2   yes
                errors                        1                  1   yes
              """);
      assertThat(server.asked())
          .extracting(Asked::query)
          .contains("from=2026-11-21T12:00:00Z&to=2026-11-21T14:00:00Z");
      assertThat(server.asked()).extracting(Asked::authorization).containsOnly("Bearer fpk_test");
    }
  }

  @Test
  void anApiThatIsAwayForAMomentIsAskedAgain() throws Exception {
    var requests = new AtomicInteger();
    ScriptedServer.Script script =
        request ->
            requests.incrementAndGet() == 3
                ? Reply.problem(503, "a store is away")
                : answer(request, asked.get() < 2);
    try (var server = ScriptedServer.start(script);
        var api = new QueryApi(server.url(), Optional.empty())) {
      var verdict = Check.prepare(api, recording, SHIFT).awaitGrowth(Duration.ofSeconds(30));

      assertThat(verdict.equal()).isTrue();
    }
  }

  @Test
  void figuresThatStayDifferentAreSaidAfterThePatienceIsOver() throws Exception {
    try (var server = ScriptedServer.start(request -> answer(request, true));
        var api = new QueryApi(server.url(), Optional.empty())) {
      var verdict = Check.prepare(api, recording, SHIFT).awaitGrowth(Duration.ofMillis(100));

      assertThat(verdict.equal()).isFalse();
      assertThat(verdict.rows())
          .filteredOn(row -> !row.equal())
          .extracting(Verdict.Row::figure)
          .containsExactly("heartbeats", "tokens", "cost", "calls", "errors");
    }
  }

  @Test
  void nothingMayGrowWhereTheRecordingWasSentBefore() throws Exception {
    try (var still = ScriptedServer.start(request -> answer(request, true));
        var growing = ScriptedServer.start(request -> answer(request, asked.get() < 1));
        var stillApi = new QueryApi(still.url(), Optional.empty());
        var growingApi = new QueryApi(growing.url(), Optional.empty())) {
      asked.set(-100);
      var patience = Duration.ofMillis(100);

      assertThat(Check.prepare(stillApi, recording, SHIFT).watchStandstill(patience).equal())
          .isTrue();
      asked.set(0);
      assertThat(Check.prepare(growingApi, recording, SHIFT).watchStandstill(patience).equal())
          .isFalse();
    }
  }

  @Test
  void anAnswerWithoutItsFiguresIsNamed() throws Exception {
    try (var server = ScriptedServer.start(_ -> Reply.json("{}"));
        var api = new QueryApi(server.url(), Optional.empty())) {
      assertThatThrownBy(() -> Check.prepare(api, recording, SHIFT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no number heartbeats");
    }
  }

  @Test
  void anAnswerThatIsNoneIsNamed() throws Exception {
    try (var server = ScriptedServer.start(_ -> Reply.problem(403, "scope read is missing"));
        var api = new QueryApi(server.url(), Optional.empty())) {
      assertThatThrownBy(() -> Check.prepare(api, recording, SHIFT))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403")
          .hasMessageContaining("scope read is missing");
    }
  }

  /** Answers as before the replay, or after it; counts how often analytics were asked for. */
  private Reply answer(Asked request, boolean before) {
    return switch (request.path()) {
      case "/api/v1/analytics" -> {
        asked.incrementAndGet();
        yield Reply.json(before ? BEFORE : AFTER);
      }
      case "/api/v1/errors" -> Reply.json("{\"totalOccurrences\":" + (before ? 40 : 41) + "}");
      case "/api/v1/servers" -> Reply.json(servers(request.query()));
      default -> Reply.problem(404, "not found");
    };
  }

  private static String servers(String query) {
    if (!query.contains("q=gcd-1-")) {
      throw new IllegalArgumentException("the ids' common beginning is expected: " + query);
    }
    return query.contains("offset=0")
        ? """
          {"servers":[{"id":"gcd-1-1"},{"id":"gcd-1-2"},{"id":"gcd-1-22"}]}"""
        : "{\"servers\":[]}";
  }

  private static String analytics(long heartbeats, long tokens, String cost, long calls) {
    return """
        {"heartbeats":%d,"totalTokens":%d,"totalCost":%s,"totalCalls":%d}"""
        .formatted(heartbeats, tokens, cost, calls);
  }
}
