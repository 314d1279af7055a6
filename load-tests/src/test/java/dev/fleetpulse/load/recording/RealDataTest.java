package dev.fleetpulse.load.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.heartbeat.HeartbeatReader;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real series against a plain count of their lines, where the folder of data is given. */
class RealDataTest {
  private static final Pattern HOST = Pattern.compile("\"host\":\"([^\"]+)\"");
  private static final Pattern TOKENS = Pattern.compile("_tokens\":(\\d+)");
  private static final Pattern REPORT = Pattern.compile("^\\{\"id\": ?\"([^\"]+)\"");
  private static final List<String> SETS =
      List.of("node_ci", "apache_jira", "defects4j_crash", "bugsinpy", "syzbot");

  private Path data;

  @BeforeEach
  void findData() {
    var folder = System.getenv("FLEETPULSE_DATA");
    Assumptions.assumeTrue(
        folder != null && !folder.isEmpty(),
        "FLEETPULSE_DATA names no folder of data, so the real series are not tested");
    data = Path.of(folder);
  }

  @Test
  void theStreamHoldsWhatTheFilesHold() {
    var recording = Recording.of(DataFolder.files(data), Part.ALL);

    var census = Census.of(recording);
    var usage = lastCounters(recording);

    var machines = lines("traffic/heartbeats_gcd.jsonl.gz");
    assertThat(census.heartbeats()).isEqualTo(machines.size());
    assertThat(usage).hasSameSizeAs(distinct(machines, HOST));

    var requests = lines("traffic/usage_azure_llm.jsonl.gz");
    assertThat(sum(usage, "totalCalls")).isEqualTo(requests.size());
    assertThat(sum(usage, "totalTokens")).isEqualTo(sumOf(requests));

    var reports = SETS.stream().flatMap(set -> lines("dedup/" + set + ".jsonl").stream()).toList();
    assertThat(census.errors()).isEqualTo(reports.size());
    assertThat(errorIds(recording)).isEqualTo(distinct(reports, REPORT));
  }

  @Test
  void errorsComeFromMachinesOfTheirApp() {
    var apps = new HashMap<String, String>();
    var errors = new HashMap<String, String>();
    try (var events = Recording.of(DataFolder.files(data), Part.ALL).open()) {
      while (events.hasNext()) {
        var event = events.next();
        var byKind = event.kind() == Event.Kind.ERROR ? errors : apps;
        byKind.put(event.instanceId(), event.body().path("app").asText());
      }
    }

    assertThat(apps.values()).containsAll(List.of("node-ci", "apache-jira", "search", "payments"));
    assertThat(new HashSet<>(apps.values())).hasSize(12);
    assertThat(apps).containsAllEntriesOf(errors);
  }

  @Test
  void ingestWouldAcceptEveryRequest() throws JsonProcessingException {
    var now = Instant.parse("2026-11-21T12:00:00Z");
    var recording = Recording.of(DataFolder.files(data), Part.ALL);
    var shift = Shift.toEndAt(now, Census.of(recording).lengthMs());
    var ingestor = new Ingestor("test", "test");
    var window = new TimeWindow(InstantSource.fixed(now));
    var heartbeats = new HeartbeatReader(ingestor, Duration.ofMinutes(3), window);
    var errors = new ErrorReader(ingestor, window);
    var json = new JsonMapper();
    var refused = new ArrayList<Object>();
    try (var events = recording.open()) {
      while (events.hasNext()) {
        var event = events.next();
        var body = json.writeValueAsBytes(shift.bodyOf(event));
        var verdict =
            switch (event.kind()) {
              case HEARTBEAT -> JsonBody.read(body).then(read -> heartbeats.read("t", read));
              case ERROR -> JsonBody.read(body).then(read -> errors.read("t", read));
            };
        if (verdict instanceof Verdict.Refused<?>(var refusal)) {
          refused.add(refusal);
        }
      }
    }

    assertThat(refused).isEmpty();
  }

  private static Map<String, Event> lastCounters(Recording recording) {
    var last = new HashMap<String, Event>();
    try (var events = recording.open()) {
      while (events.hasNext()) {
        var event = events.next();
        if (event.kind() == Event.Kind.HEARTBEAT) {
          last.put(event.instanceId(), event);
        }
      }
    }
    return last;
  }

  private static Set<String> errorIds(Recording recording) {
    var ids = new HashSet<String>();
    try (var events = recording.open()) {
      while (events.hasNext()) {
        var event = events.next();
        if (event.kind() == Event.Kind.ERROR) {
          ids.add(event.body().path("errorId").asText());
        }
      }
    }
    return ids;
  }

  private static long sum(Map<String, Event> last, String counter) {
    return last.values().stream()
        .mapToLong(event -> event.body().path("usage").path(counter).asLong())
        .sum();
  }

  private static Set<String> distinct(List<String> lines, Pattern pattern) {
    var found = new HashSet<String>();
    for (var line : lines) {
      var matcher = pattern.matcher(line);
      assertThat(matcher.find()).as(line).isTrue();
      found.add(matcher.group(1));
    }
    return found;
  }

  private static long sumOf(List<String> requests) {
    return requests.stream()
        .flatMap(line -> TOKENS.matcher(line).results())
        .mapToLong(tokens -> Long.parseLong(tokens.group(1)))
        .sum();
  }

  private List<String> lines(String name) {
    try (var reader =
        new BufferedReader(new InputStreamReader(content(name), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private InputStream content(String name) throws IOException {
    var raw = Files.newInputStream(data.resolve(name));
    return name.endsWith(".gz") ? new GZIPInputStream(raw) : raw;
  }
}
