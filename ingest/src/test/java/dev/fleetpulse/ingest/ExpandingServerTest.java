package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed bodies: both codings, their limits, and bodies made to do harm. */
class ExpandingServerTest {
  private static final String HEARTBEAT = "/api/v1/heartbeat";
  private static final String HEARTBEATS = "/api/v1/heartbeats";
  private static final String ERRORS = "/api/v1/errors";
  private static final long TEN_GIGABYTES = 10L * 1024 * 1024 * 1024;
  private static final int MEMBER_BYTES = 64 * 1024 * 1024;
  private static final long MEMORY_BYTES_MAX = 32L * 1024 * 1024;

  private final HttpSide http = new HttpSide(16);
  private final RecordingPublisher recorded = http.recorded();

  @AfterEach
  void stop() {
    http.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd", "GZIP", "ZStd"})
  void takesEitherCoding(String coding) throws Exception {
    assertThat(post(HEARTBEAT, coding, compressed(coding, good("a"))).statusCode()).isEqualTo(202);
    assertThat(post(ERRORS, coding, compressed(coding, error("b"))).statusCode()).isEqualTo(202);
    var batch = lines(1440);
    var answer = json(post(HEARTBEATS, coding, compressed(coding, batch)), 202);

    assertThat(answer.get("stored").intValue()).isEqualTo(1440);
    assertThat(recorded.records()).hasSize(1442);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void readsSeveralMembersAsOne(String coding) throws Exception {
    var members = new ByteArrayOutputStream();
    members.write(compressed(coding, lines(700)));
    members.write(compressed(coding, lines(700)));

    var answer = json(post(HEARTBEATS, coding, members.toByteArray()), 202);

    assertThat(answer.get("stored").intValue()).isEqualTo(1400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void refusesBrokenBytes(String coding) throws Exception {
    var good = compressed(coding, good("a"));
    var cut = Arrays.copyOf(good, good.length - 3);
    var damaged = good.clone();
    damaged[damaged.length - 2] ^= 1;
    var followed = Arrays.copyOf(good, good.length + 20);
    Arrays.fill(followed, good.length, followed.length, (byte) 'x');

    for (var broken : List.of(cut, damaged, followed, bytes(good("a")))) {
      var problem = json(post(HEARTBEAT, coding, broken), 400);
      assertThat(problem.at("/errors/0/expected").textValue()).isEqualTo(coding);
    }
    assertThat(recorded.records()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void saysWhatOfABrokenBatchWasStored(String coding) throws Exception {
    var good = compressed(coding, noise(1000));
    var cut = Arrays.copyOf(good, good.length / 2);

    var problem = json(post(HEARTBEATS, coding, cut), 400);

    assertThat(problem.at("/errors/0/expected").textValue()).isEqualTo(coding);
    assertThat(problem.get("stored").intValue())
        .isBetween(1, 999)
        .isEqualTo(recorded.records().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void stopsExpandingAtTheLimit(String coding) throws Exception {
    var small = compressed(coding, " ".repeat(600 * 1024));

    assertThat(json(post(HEARTBEAT, coding, small), 413).get("detail").textValue())
        .isEqualTo("The expanded body must not be longer than 524288 bytes");
    var large = compressed(coding, " ".repeat(9 * 1024 * 1024));
    assertThat(json(post(HEARTBEATS, coding, large), 413).get("detail").textValue())
        .isEqualTo("The expanded body must not be longer than 8388608 bytes");
    assertThat(json(post(ERRORS, coding, large), 413)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void limitsCompressedBytes(String coding) throws Exception {
    assertThat(
            json(post(HEARTBEAT, coding, new byte[64 * 1024 + 1]), 413).get("detail").textValue())
        .isEqualTo("The compressed body must not be longer than 65536 bytes");
    assertThat(
            json(post(HEARTBEATS, coding, new byte[2 * 1024 * 1024 + 1]), 413)
                .get("detail")
                .textValue())
        .isEqualTo("The compressed body must not be longer than 2097152 bytes");
    // One error has the limits of one, on the endpoint of many.
    var noise = new byte[100 * 1024];
    new Random(1).nextBytes(noise);
    var large =
        compressed(
            coding, error("a").replace("}", ",\"x\":\"" + HexFormat.of().formatHex(noise) + "\"}"));
    assertThat(large).hasSizeGreaterThan(64 * 1024);
    assertThat(json(post(ERRORS, coding, large), 413).get("detail").textValue())
        .isEqualTo("The compressed body must not be longer than 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {HEARTBEAT, HEARTBEATS, ERRORS})
  void isNotHurtByABombOfTenGigabytes(String path) throws Exception {
    var zstd = bomb("zstd", TEN_GIGABYTES);
    // Gzip expands to a thousand times its length at most, so as many bytes make less.
    var gzip = bomb("gzip", 320L * 1024 * 1024);
    assertThat(List.of(zstd.length, gzip.length))
        .allSatisfy(length -> assertThat(length).isBetween(250 * 1024, 400 * 1024));

    for (var bomb : Map.of("zstd", zstd, "gzip", gzip).entrySet()) {
      var before = allocatedByRequests();
      json(post(path, bomb.getKey(), bomb.getValue()), 413);
      assertThat(allocatedByRequests() - before)
          .as("bytes allocated for %s", bomb.getKey())
          .isLessThan(MEMORY_BYTES_MAX);
    }
    assertThat(recorded.records()).isEmpty();
  }

  @Test
  void refusesAZstdFrameThatAsksForMoreThanEightMegabytes() throws Exception {
    var compressed = new ByteArrayOutputStream();
    try (var stream = new ZstdOutputStream(compressed)) {
      stream.setLong(27);
      stream.write(bytes(good("a")));
    }

    var problem = json(post(HEARTBEAT, "zstd", compressed.toByteArray()), 400);

    assertThat(problem.at("/errors/0/expected").textValue()).isEqualTo("zstd");
    assertThat(problem.get("detail").textValue()).contains("too much memory");
  }

  @Test
  void takesZstdAtItsHighestUsualLevel() throws Exception {
    var body = Zstd.compress(bytes(lines(1440)), 19);

    assertThat(json(post(HEARTBEATS, "zstd", body), 202).get("stored").intValue()).isEqualTo(1440);
  }

  private HttpResponse<String> post(String path, String coding, byte[] body) throws Exception {
    var type = path.equals(HEARTBEATS) ? "application/x-ndjson" : "application/json";
    return http.client()
        .send(
            http.client()
                .request(
                    path,
                    BodyPublishers.ofByteArray(body),
                    Map.of("Content-Encoding", coding, "Content-Type", type)))
        .get();
  }

  private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JsonMapper.builder().build().readTree(answer.body());
  }

  /** Of all threads, which is more than they hold at any time. */
  private static long allocatedByRequests() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
  }

  private static byte[] compressed(String coding, String text) throws IOException {
    return compressed(coding, bytes(text));
  }

  private static byte[] compressed(String coding, byte[] bytes) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var stream =
        coding.equalsIgnoreCase("gzip")
            ? new GZIPOutputStream(compressed)
            : new ZstdOutputStream(compressed).setChecksum(true)) {
      stream.write(bytes);
    }
    return compressed.toByteArray();
  }

  /** Zeros, in many members of 64 MB. */
  private static byte[] bomb(String coding, long length) throws IOException {
    var member = compressed(coding, new byte[MEMBER_BYTES]);
    var bomb = new ByteArrayOutputStream();
    for (var i = 0L; i < length / MEMBER_BYTES; i++) {
      bomb.write(member);
    }
    return bomb.toByteArray();
  }

  private static String lines(int entries) {
    return IntStream.range(0, entries)
        .mapToObj(i -> good("i" + i) + "\n")
        .collect(Collectors.joining());
  }

  /** Lines of about a kilobyte that hardly compress. */
  private static String noise(int entries) {
    var random = new Random(1);
    return IntStream.range(0, entries)
        .mapToObj(
            i -> {
              var noise = new byte[500];
              random.nextBytes(noise);
              return good("i" + i).replace("}", ",\"x\":\"" + HexFormat.of().formatHex(noise))
                  + "\"}\n";
            })
        .collect(Collectors.joining());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String good(String instance) {
    return "{\"instanceId\":\"%s\",\"timestamp\":%d}"
        .formatted(instance, Reports.NOW.toEpochMilli());
  }

  private static String error(String instance) {
    return good(instance).replace("}", ",\"message\":\"m\"}");
  }
}
