package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.schemas.Heartbeat;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of odd values in docs/protocol.md, row by row, alone and among others in a batch. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddValuesTest {
  private static final String PLACE = "%";
  private static final String GOOD =
      "{\"instanceId\":\"i\",\"timestamp\":" + Reports.NOW.toEpochMilli() + PLACE + "}";

  private HttpSide http;

  @BeforeAll
  void start() {
    http = new HttpSide(16);
  }

  @AfterAll
  void stop() {
    http.close();
  }

  @AfterEach
  void forget() {
    http.recorded().clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"app\":\"a\",\"app\":\"a\"|malformed|app|The same key twice",
        "\"x\":{\"y\":1,\"y\":2}|malformed|x.y|The same key twice",
        "\"usage\":{\"totalTokens\":NaN}|malformed|usage.totalTokens|Non-standard token",
        "\"usage\":{\"totalTokens\":-Infinity}|malformed|usage.totalTokens|Non-standard token",
        "\"usage\":{\"totalCost\":1e999}|malformed|usage.totalCost|A number beyond 1e308",
        "\"x\":1e-999|malformed|x|A number beyond 1e308",
        "\"x\":NINES|malformed|x|A number of more than 100 characters",
        "\"x\":0x10|malformed|x|Unexpected character",
        "\"x\":\"\\ud83d\"|malformed|x|An unpaired surrogate",
        "\"x\":\"\\ude00\\ud83d\"|malformed|x|An unpaired surrogate",
        "\"x\":\"a\tb\"|malformed|x|Illegal unquoted character",
        "\"usage\":{\"totalTokens\":-1}|invalid|usage.totalTokens|the number -1",
        "\"usage\":{\"totalTokens\":1.5}|invalid|usage.totalTokens|the number 1.5",
        "\"usage\":{\"totalTokens\":1e16}|invalid|usage.totalTokens|the number 1E+16",
        "\"usage\":{\"totalCost\":-0.01}|invalid|usage.totalCost|the number -0.01",
        "\"usage\":{\"totalCost\":\"0.12\"}|invalid|usage.totalCost|the string \"0.12\"",
        "\"process\":{\"cpuPercent\":true}|invalid|process.cpuPercent|true",
        "\"app\":\"a\\u0000b\"|invalid|app|the string \"a",
        "\"app\":\"\"|invalid|app|the string \"\""
      })
  void refusesOddValues(String field, String reason, String blamed, String was) throws Exception {
    var body = GOOD.replace(PLACE, "," + field.replace("NINES", "9".repeat(400)));

    assertRefused(bytes(body), reason, blamed, was);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, invalid",
    "1.5, invalid",
    "1e30, invalid",
    "253402300800000, invalid",
    "\"yesterday\", invalid",
    "\"2026-04-01T20:00:00\", invalid",
    "\"+10000-01-01T00:00:00Z\", invalid",
    "true, invalid",
    "0, out-of-time",
    "1775073600, out-of-time",
    "253402300799999, out-of-time",
    "\"2026-03-01T00:00:00Z\", out-of-time",
    "\"2026-04-01T20:10:01Z\", out-of-time"
  })
  void refusesAbsurdTimestamps(String timestamp, String reason) throws Exception {
    assertRefused(
        bytes("{\"instanceId\":\"i\",\"timestamp\":" + timestamp + "}"), reason, "timestamp", "");
  }

  @ParameterizedTest
  @CsvSource({"ff", "c080", "eda080", "f4908080", "e282"})
  void refusesInvalidUtf8(String hex) throws Exception {
    var body = bytes(GOOD.replace(PLACE, ",\"x\":\"??????????\""));
    var odd = HexFormat.of().parseHex(hex);
    System.arraycopy(odd, 0, body, body.length - 8, odd.length);

    assertRefused(body, "malformed", "body", "a byte sequence that is not");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"usage\":{\"totalTokens\":0e999}",
        "\"usage\":{\"totalTokens\":5.0}",
        "\"usage\":{\"totalTokens\":5e0}",
        "\"usage\":{\"totalTokens\":-0}",
        "\"usage\":{\"totalTokens\":null}",
        "\"usage\":null",
        "\"x\":1e308",
        "\"x\":\"\\ud83d\\ude00\"",
        "\"version\":\"a\\u0000b\""
      })
  void takesWhatIsOnlyUnusual(String field) throws Exception {
    var answer = http.client().post("/api/v1/heartbeat", GOOD.replace(PLACE, "," + field));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @Test
  void storesTheReplacementCharacterForNul() throws Exception {
    http.client().post("/api/v1/heartbeat", GOOD.replace(PLACE, ",\"version\":\"a\\u0000b\""));

    assertThat(http.recorded().heartbeats())
        .extracting(Heartbeat::getVersion)
        .containsExactly("a\uFFFDb");
  }

  private void assertRefused(byte[] body, String reason, String blamed, String was)
      throws Exception {
    var alone =
        http.client()
            .send(http.client().request("/api/v1/heartbeat", BodyPublishers.ofByteArray(body)))
            .get();
    var problem = JsonMapper.builder().build().readTree(alone.body());
    assertThat(alone.statusCode()).isEqualTo(reason.equals("out-of-time") ? 422 : 400);
    assertThat(problem.get("type").textValue()).isEqualTo("urn:fleetpulse:problem:" + reason);
    assertThat(problem.at("/errors/0/field").textValue()).isEqualTo(blamed);
    assertThat(problem.at("/errors/0/was").textValue()).startsWith(was);
    assertThat(http.recorded().records()).isEmpty();

    var good = bytes(GOOD.replace(PLACE, "") + "\n");
    var lines =
        http.client()
            .send(
                http.client()
                    .request(
                        "/api/v1/heartbeats",
                        BodyPublishers.concat(
                            BodyPublishers.ofByteArray(good),
                            BodyPublishers.ofByteArray(body),
                            BodyPublishers.ofString("\n"),
                            BodyPublishers.ofByteArray(good)),
                        Map.of("Content-Type", "application/x-ndjson")))
            .get();
    var entry = JsonMapper.builder().build().readTree(lines.body()).at("/entries/1");
    assertThat(lines.statusCode()).as(lines.body()).isEqualTo(207);
    assertThat(entry.get("status").intValue()).isEqualTo(alone.statusCode());
    assertThat(entry.at("/problem/errors/0")).isEqualTo(problem.at("/errors/0"));
    assertThat(http.recorded().records()).hasSize(2);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
