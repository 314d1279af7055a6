package dev.fleetpulse.load.replay;

import static dev.fleetpulse.load.ScriptedServer.ACCEPTED;
import static dev.fleetpulse.load.recording.RecordedFiles.machine;
import static dev.fleetpulse.load.recording.RecordedFiles.report;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.load.ScriptedServer;
import dev.fleetpulse.load.ScriptedServer.Asked;
import dev.fleetpulse.load.ScriptedServer.Reply;
import dev.fleetpulse.load.ScriptedServer.Script;
import dev.fleetpulse.load.recording.Census;
import dev.fleetpulse.load.recording.Part;
import dev.fleetpulse.load.recording.RecordedFiles;
import dev.fleetpulse.load.recording.Recording;
import dev.fleetpulse.load.recording.Shift;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReplayTest {
  private static final Shift SHIFT = new Shift(Instant.parse("2026-11-21T12:00:00Z"));
  private static final Replay.Limits LIMITS = new Replay.Limits(8, 3, 50);

  private final RecordedFiles files;
  private final StopSignal stop = new StopSignal();

  ReplayTest(@TempDir Path folder) {
    files = new RecordedFiles(folder);
  }

  @Test
  void everythingIsSentOnceWithTheKey() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      var report =
          replay(server, fleet(20, 5), files.write("shop.jsonl", report("a"), report("b")));

      assertThat(report.complete()).isTrue();
      assertThat(report.counts()).isEqualTo(new Counts(102, 102, Map.of(), Map.of(), Map.of()));
      assertThat(server.asked()).hasSize(102).doesNotHaveDuplicates();
      assertThat(server.asked()).extracting(Asked::authorization).containsOnly("Bearer fpk_test");
      assertThat(
              server.asked().stream()
                  .collect(Collectors.groupingBy(Asked::path, Collectors.counting())))
          .isEqualTo(Map.of("/api/v1/heartbeat", 100L, "/api/v1/errors", 2L));
    }
  }

  @Test
  void theRequestsOfAnInstanceKeepTheirOrder() throws Exception {
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      replay(server, fleet(20, 30));

      var byInstance =
          server.asked().stream()
              .map(Asked::json)
              .collect(
                  Collectors.groupingBy(
                      body -> body.path("instanceId").asText(),
                      Collectors.mapping(
                          body -> body.path("timestamp").asLong(), Collectors.toList())));
      assertThat(byInstance).hasSize(20);
      assertThat(byInstance.values())
          .allSatisfy(timestamps -> assertThat(timestamps).hasSize(30).isSorted());
    }
  }

  @Test
  void whatIsRefusedIsCountedByReasonAndNotSentAgain() throws Exception {
    Script script =
        asked ->
            switch (asked.json().path("instanceId").asText()) {
              case "gcd-1-1" -> Reply.problem(400, "malformed");
              case "gcd-1-2" -> new Reply(413, Map.of(), "<html>");
              case "gcd-1-3" -> new Reply(200, Map.of(), "");
              default -> ACCEPTED;
            };
    try (var server = ScriptedServer.start(script)) {
      var report = replay(server, fleet(5, 2));

      assertThat(report.complete()).isFalse();
      assertThat(report.counts())
          .isEqualTo(
              new Counts(
                  10, 4, Map.of("400 malformed", 2L, "413", 2L, "200", 2L), Map.of(), Map.of()));
      assertThat(server.asked()).hasSize(10);
    }
  }

  @Test
  void aBusyServerIsAskedAgainAfterThePauseItNames() throws Exception {
    var times = new ArrayList<Long>();
    Script script =
        _ -> {
          synchronized (times) {
            times.add(System.nanoTime());
            return times.size() == 1 ? new Reply(503, Map.of("Retry-After", "1"), "") : ACCEPTED;
          }
        };
    try (var server = ScriptedServer.start(script)) {
      var report = replay(server, fleet(1, 1));

      assertThat(report.counts())
          .isEqualTo(new Counts(1, 1, Map.of(), Map.of(), Map.of("503", 1L)));
      assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(1_000_000_000L);
    }
  }

  @Test
  void aRequestThatIsNeverAnsweredWithAVerdictHasFailed() throws Exception {
    try (var server = ScriptedServer.start(_ -> new Reply(429, Map.of("Retry-After", "0"), ""))) {
      var report = replay(server, fleet(2, 1));

      assertThat(report.counts())
          .isEqualTo(
              new Counts(2, 0, Map.of(), Map.of("429 after 3 attempts", 2L), Map.of("429", 4L)));
    }
  }

  @Test
  void withoutAServerRequestsFailWithTheirCause() throws Exception {
    URI gone;
    try (var server = ScriptedServer.start(_ -> ACCEPTED)) {
      gone = server.url();
    }
    try (var ingest = new IngestClient(gone, Optional.empty())) {
      var report = replay(ingest, LIMITS, fleet(1, 1));

      assertThat(report.counts().failed())
          .isEqualTo(Map.of("ConnectException after 3 attempts", 1L));
    }
  }

  @Test
  void manyInARowWithoutAnAcknowledgementEndTheReplay() throws Exception {
    try (var server = ScriptedServer.start(_ -> Reply.problem(401, "unknown key"))) {
      var report = replay(server, fleet(50, 20));

      assertThat(report.stopped()).contains("50 requests in a row were not acknowledged");
      assertThat(report.counts().sent()).isBetween(50L, 58L);
      assertThat(report.counts().refused())
          .isEqualTo(Map.of("401 unknown key", report.counts().sent()));
      assertThat(server.asked()).hasSize((int) report.counts().sent());
    }
  }

  @Test
  void aStoppedReplayTellsWhatItDid() throws Exception {
    var answered = new AtomicInteger();
    Script script =
        _ -> {
          if (answered.incrementAndGet() == 30) {
            stop.give("interrupted");
          }
          return ACCEPTED;
        };
    try (var server = ScriptedServer.start(script)) {
      var report = replay(server, fleet(50, 20));

      assertThat(report.stopped()).contains("interrupted");
      assertThat(report.counts().sent())
          .isBetween(30L, 38L)
          .isEqualTo(report.counts().acknowledged());
      assertThat(report.planned().events()).isEqualTo(1_000);
      assertThat(report.text()).contains("stopped early: interrupted");
    }
  }

  @Test
  void stoppingDoesNotWaitForThePauseOfABusyServer() throws Exception {
    try (var server =
        ScriptedServer.start(_ -> new Reply(503, Map.of("Retry-After", "3600"), ""))) {
      var report = new AtomicReference<Report>();
      var recorded = fleet(1, 1);
      var replaying = Thread.ofVirtual().start(() -> report.set(unchecked(server, recorded)));
      await().until(() -> !server.asked().isEmpty());

      stop.give("interrupted");
      replaying.join();

      assertThat(report.get().counts().failed())
          .isEqualTo(Map.of("503, then the replay was stopped", 1L));
    }
  }

  @Test
  void atAGivenSpeedRequestsAreSentWhenTheyAreDue() throws Exception {
    var machines = files.write("m.jsonl", machine(0, "vm_1_1"), machine(60_000, "vm_1_1"));
    try (var server = ScriptedServer.start(_ -> ACCEPTED);
        var ingest = new IngestClient(server.url(), Optional.empty())) {
      var recording = Recording.of(List.of(machines), Part.ALL);

      var report =
          new Replay(ingest, LIMITS, stop)
              .run(recording, Census.of(recording), SHIFT, Speed.parse("120"), silent());

      assertThat(report.complete()).isTrue();
      assertThat(report.seconds()).isGreaterThanOrEqualTo(0.5);
    }
  }

  @Test
  void theSameShiftSendsTheSameRequests() throws Exception {
    var recorded = fleet(3, 3);
    try (var once = ScriptedServer.start(_ -> ACCEPTED);
        var again = ScriptedServer.start(_ -> ACCEPTED)) {
      replay(once, recorded);
      replay(again, recorded);

      assertThat(new HashSet<>(again.asked())).isEqualTo(new HashSet<>(once.asked())).hasSize(9);
    }
  }

  private Path fleet(int machines, int reports) {
    var lines = new ArrayList<String>();
    for (var report = 0; report < reports; report++) {
      for (var machine = 0; machine < machines; machine++) {
        lines.add(machine(report * 300_000L + machine, "vm_1_" + machine));
      }
    }
    return files.write("machines.jsonl", lines);
  }

  private Report replay(ScriptedServer server, Path... recorded) throws InterruptedException {
    try (var ingest = new IngestClient(server.url(), Optional.of("fpk_test"))) {
      return replay(ingest, LIMITS, recorded);
    }
  }

  private Report unchecked(ScriptedServer server, Path... recorded) {
    try {
      return replay(server, recorded);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Report replay(IngestClient ingest, Replay.Limits limits, Path... recorded)
      throws InterruptedException {
    var recording = Recording.of(List.of(recorded), Part.ALL);
    return new Replay(ingest, limits, stop)
        .run(recording, Census.of(recording), SHIFT, Speed.MAX, silent());
  }

  private static Progress silent() {
    return new Progress(new PrintStream(OutputStream.nullOutputStream()), false);
  }
}
