package dev.fleetpulse.ingest.heartbeat;

import static dev.fleetpulse.ingest.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.ingest.Reports;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatReaderTest {
  private static final HeartbeatReader READER =
      new HeartbeatReader(Reports.INGESTOR, Duration.ofMinutes(3), Reports.WINDOW);

  @Test
  void mapsEveryFieldOfTheProtocol() throws Exception {
    var heartbeat =
        read(
            """
            {"instanceId":"wlv_a1b2c3d4","version":"0.1.0","timestamp":%d,
             "server":{"name":"my-api","port":3000,"uptime":86400.9,"status":"healthy","pid":12345,"bootId":"b-1"},
             "process":{"memoryMB":128.5,"cpuPercent":12,"peakMemoryMB":256},
             "routes":{"total":8,"healthy":7,"unhealthy":1,"slowest":{"path":"/api/search","avgMs":450}},
             "repairs":{"total":3,"successes":2,"failures":1,"lastRepair":{"error":"TypeError","resolution":"Added null check",
               "tokens":1820,"cost":0.0045,"mode":"fast","model":"model-a","durationMs":900,"timestamp":"2026-04-01T19:53:20Z"}},
             "usage":{"totalTokens":45000,"totalCost":0.12,"totalCalls":85,
               "byCategory":{"heal":{"tokens":12000,"cost":0.04,"calls":5}},
               "byModel":{"model-a":{"tokens":30000,"cost":0.08,"calls":70}}},
             "brain":{"totalMemories":45},
             "alerts":[{"type":"memory_leak","message":"growing","severity":"warn","timestamp":1775073100000}],
             "metadata":{"any":"thing"}}
            """
                .formatted(NOW.toEpochMilli()));

    assertThat(heartbeat.getTenant()).isEqualTo("acme");
    assertThat(heartbeat.getInstanceId()).isEqualTo("wlv_a1b2c3d4");
    assertThat(heartbeat.getApp()).isEqualTo("my-api");
    assertThat(heartbeat.getTimestampMs()).isEqualTo(NOW.toEpochMilli());
    assertThat(heartbeat.getVersion()).isEqualTo("0.1.0");
    assertThat(heartbeat.getServer())
        .isEqualTo(new Server("my-api", 3000, 86_400L, "healthy", 12_345L, "b-1"));
    assertThat(heartbeat.getProcess()).isEqualTo(new ProcessUsage(128.5, 12.0, 256.0));
    assertThat(heartbeat.getRoutes()).isEqualTo(new Routes(8, 7, 1, "/api/search", 450.0));
    assertThat(heartbeat.getRepairs())
        .isEqualTo(
            new Repairs(
                3L,
                2L,
                1L,
                new LastRepair(
                    "TypeError",
                    "Added null check",
                    null,
                    1820L,
                    4_500_000L,
                    "fast",
                    "model-a",
                    900L,
                    NOW.minusSeconds(400).toEpochMilli())));
    assertThat(heartbeat.getUsage())
        .isEqualTo(
            new Usage(
                45_000L,
                120_000_000L,
                85L,
                Map.of("heal", new UsageCounters(12_000L, 40_000_000L, 5L)),
                Map.of("model-a", new UsageCounters(30_000L, 80_000_000L, 70L))));
    assertThat(heartbeat.getAlerts())
        .containsExactly(new HeartbeatAlert("memory_leak", "growing", "warn", 1_775_073_100_000L));
    assertJson(
        heartbeat.getRest(), "{\"brain\":{\"totalMemories\":45},\"metadata\":{\"any\":\"thing\"}}");
    assertThat(heartbeat.getHash().remaining()).isEqualTo(32);
    assertThat(heartbeat.getDownAfterMs()).isEqualTo(180_000);
    assertThat(heartbeat.getIngestor()).isEqualTo("ingest-1");
    assertThat(heartbeat.getIncarnation()).isEqualTo("incarnation-1");
  }

  @Test
  void needsNoMoreThanInstanceAndTimestamp() {
    var heartbeat = read("{\"instanceId\":\"i\",\"timestamp\":\"2026-04-01T22:00:00+02:00\"}");

    assertThat(heartbeat.getTimestampMs()).isEqualTo(NOW.toEpochMilli());
    assertThat(heartbeat.getApp()).isEqualTo("unknown");
    assertThat(heartbeat.getUsage()).isNull();
    assertThat(heartbeat.getAlerts()).isEmpty();
    assertThat(heartbeat.getRest()).isNull();
  }

  @Test
  void takesNullForAbsent() {
    var heartbeat =
        read(
            with("\"version\":null,\"usage\":{\"totalTokens\":null},\"server\":null,\"app\":null"));

    assertThat(heartbeat.getVersion()).isNull();
    assertThat(heartbeat.getUsage().getTotalTokens()).isNull();
    assertThat(heartbeat.getServer()).isNull();
    assertThat(heartbeat.getRest()).isNull();
  }

  @Test
  void prefersTheAppOfTheBody() {
    assertThat(read(with("\"app\":\"shop\",\"server\":{\"name\":\"web\"}")).getApp())
        .isEqualTo("shop");
  }

  @Test
  void keepsUnknownFieldsWhereTheyWere() throws Exception {
    var heartbeat =
        read(
            with(
                """
                "shoe":[1,{"size":43.50}],
                "server":{"name":"web","color":"red"},
                "routes":{"slowest":{"path":"/","p99":7}},
                "usage":{"byModel":{"a":{"tokens":1},"b":{"tokens":2,"cached":3}}},
                "alerts":[{"type":"x"},{"type":"y","extra":null}]
                """));

    assertJson(
        heartbeat.getRest(),
        """
        {"shoe":[1,{"size":43.50}],
         "server":{"color":"red"},
         "routes":{"slowest":{"p99":7}},
         "usage":{"byModel":{"b":{"cached":3}}},
         "alerts":[{},{"extra":null}]}
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.0000000004, 0",
    "0.0000000005, 0",
    "0.0000000015, 2",
    "1e-300, 0",
    "0.1, 100000000",
    "3.3000000000, 3300000000",
    "1234567.123456789, 1234567123456789",
    "1e9, 1000000000000000000"
  })
  void countsDollarsInNanos(String dollars, long nanos) {
    assertThat(read(with("\"usage\":{\"totalCost\":" + dollars + "}")).getUsage())
        .extracting(Usage::getTotalCostNanos)
        .isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.01", "1000000000.000000001", "1e300", "\"0.1\"", "true", "{}"})
  void refusesDollarsThatAreNone(String dollars) {
    assertThat(refused(with("\"usage\":{\"totalCost\":" + dollars + "}")).errors())
        .extracting(FieldError::field)
        .containsExactly("usage.totalCost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "50e-1", "0.5E1"})
  void readsWholeNumbersHoweverWritten(String five) {
    assertThat(read(with("\"usage\":{\"totalTokens\":" + five + "}")).getUsage())
        .extracting(Usage::getTotalTokens)
        .isEqualTo(5L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "\"5\"", "[]", "1000000000000001", "9223372036854775808"})
  void refusesCountersThatAreNone(String counter) {
    var refusal =
        refused(with("\"usage\":{\"byModel\":{\"model-a\":{\"tokens\":" + counter + "}}}"));

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("usage.byModel.model-a.tokens");
              assertThat(error.expected()).isEqualTo("a whole number from 0 to 1000000000000000");
            });
  }

  @Test
  void namesEveryWrongField() {
    var refusal =
        refused(
            """
            {"instanceId":7,"server":{"port":"3000","pid":-1},"process":[],"alerts":[{},"x"],
             "usage":{"byCategory":{"heal":5}},"metadata":"m"}
            """);

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.errors())
        .extracting(FieldError::field, FieldError::was)
        .containsExactlyInAnyOrder(
            tuple("instanceId", "the number 7"),
            tuple("timestamp", "absent"),
            tuple("server.port", "the string \"3000\""),
            tuple("server.pid", "the number -1"),
            tuple("process", "an array"),
            tuple("alerts[0].type", "absent"),
            tuple("alerts[1]", "the string \"x\""),
            tuple("usage.byCategory.heal", "the number 5"),
            tuple("metadata", "the string \"m\""));
  }

  @Test
  void namesTwentyWrongFieldsAtMost() {
    var alerts = "{}" + ",{}".repeat(29);

    assertThat(refused(with("\"alerts\":[" + alerts + "]")).errors()).hasSize(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "\"a\\u0000b\"", "\"a\\nb\"", "null", "{}", "12"})
  void refusesInstanceIdsThatAreNone(String id) {
    var refusal = refused("{\"timestamp\":" + NOW.toEpochMilli() + ",\"instanceId\":" + id + "}");

    assertThat(refusal.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.field()).isEqualTo("instanceId");
              assertThat(error.expected())
                  .isEqualTo("a string of 1 to 128 characters without control characters");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "😀"})
  void takesInstanceIdsOf128Characters(String character) {
    var longest = character.repeat(128);
    var template = "{\"timestamp\":" + NOW.toEpochMilli() + ",\"instanceId\":\"%s\"}";

    assertThat(read(template.formatted(longest)).getInstanceId()).isEqualTo(longest);
    assertThat(refused(template.formatted(longest + "x")).reason()).isEqualTo(Reason.INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"2026-04-01\"", "\"yesterday\"", "true", "-1", "1.5", "1e300", "[1]", "null"})
  void refusesTimestampsThatAreNone(String timestamp) {
    var refusal = refused("{\"instanceId\":\"i\",\"timestamp\":" + timestamp + "}");

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.errors()).extracting(FieldError::field).containsExactly("timestamp");
  }

  @Test
  void takesTimesUpTo30DaysOldAnd10MinutesAhead() {
    var oldest = NOW.minus(Duration.ofDays(30)).toEpochMilli();
    var newest = NOW.plus(Duration.ofMinutes(10)).toEpochMilli();

    assertThat(read(at(oldest)).getTimestampMs()).isEqualTo(oldest);
    assertThat(read(at(newest)).getTimestampMs()).isEqualTo(newest);
    assertThat(refused(at(oldest - 1)).reason()).isEqualTo(Reason.OUT_OF_TIME);
    assertThat(refused(at(newest + 1)).reason()).isEqualTo(Reason.OUT_OF_TIME);
    assertThat(refused(at(NOW.getEpochSecond())).errors().getFirst())
        .isEqualTo(
            new FieldError(
                "timestamp",
                "at most 30 days old and at most 10 minutes ahead of 2026-04-01T20:00:00Z",
                "the number " + NOW.getEpochSecond()));
  }

  @Test
  void blamesWrongFieldsBeforeWrongTimes() {
    assertThat(refused("{\"instanceId\":7,\"timestamp\":7}").reason()).isEqualTo(Reason.INVALID);
  }

  @Test
  void limitsMetadataToEightKilobytes() {
    var fits = "{\"k\":\"" + "é".repeat(4092) + "\"}";
    assertThat(read(with("\"metadata\":" + fits)).getRest()).isNotNull();

    var refusal = refused(with("\"metadata\":{\"k\":\"" + "é".repeat(4093) + "\"}"));
    assertThat(refusal.errors())
        .containsExactly(
            new FieldError("metadata", "an object of at most 8192 bytes", "one of 8194 bytes"));
  }

  @Test
  void storesNoNulCharacter() {
    assertThat(read(with("\"version\":\"a\\u0000b\"")).getVersion()).isEqualTo("a\uFFFDb");
  }

  private static String with(String fields) {
    return "{\"instanceId\":\"i\",\"timestamp\":" + NOW.toEpochMilli() + "," + fields + "}";
  }

  private static String at(long timestamp) {
    return "{\"instanceId\":\"i\",\"timestamp\":" + timestamp + "}";
  }

  private static Heartbeat read(String json) {
    return Reports.accepted(Reports.read(READER::read, json));
  }

  private static Refusal refused(String json) {
    return Reports.refused(Reports.read(READER::read, json));
  }

  private static void assertJson(String actual, String expected) throws Exception {
    var mapper = JsonMapper.builder().build();
    assertThat(mapper.readTree(actual)).isEqualTo(mapper.readTree(expected));
  }
}
