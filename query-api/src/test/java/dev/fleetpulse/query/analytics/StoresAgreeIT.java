package dev.fleetpulse.query.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows in both stores, with late corrections: whoever is asked says the same. */
@ExtendWith(RealComponents.class)
class StoresAgreeIT {
  private static final int SERVERS = 11;
  private static final int DAYS = 40;
  private static final List<String> NAMES =
      List.of("model-a", "model-b", "model-c", "=model", "модель", "Model-A", "x'y\"z", "m 8", "");

  private static QueryApi timescale;
  private static QueryApi clickHouse;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    writeUsage(components);
    writeHeartbeats(components);
    timescale = QueryApi.withoutClickHouse(components);
    clickHouse = QueryApi.withoutTimescale(components);
  }

  @AfterAll
  static void stop() {
    timescale.close();
    clickHouse.close();
  }

  static Stream<String> questions() {
    var ranges =
        List.of(
            "period=24h",
            "period=7d",
            "period=40d",
            "period=9d&interval=1h",
            "from=2026-05-20T03:00:00Z&to=2026-06-02T05:00:00Z&interval=1d");
    var questions = new ArrayList<String>();
    for (var range : ranges) {
      for (var filter : List.of("", "&app=app-1", "&server=s-3", "&app=app-1&server=s-3")) {
        if (!range.contains("interval")) {
          questions.add("/analytics?" + range + filter + "&compare=previous");
        }
        for (var group : GroupBy.SLUGS) {
          questions.add("/analytics/cost?" + range + filter + "&groupBy=" + group);
          questions.add(
              "/analytics/usage?" + range + filter + "&limit=2&compare=previous&groupBy=" + group);
        }
      }
    }
    for (var filter : List.of("", "&server=s-3", "&server=s-0")) {
      questions.add("/analytics/performance?period=24h" + filter);
      questions.add("/analytics/performance?period=30h&interval=1d&limit=3" + filter);
    }
    return questions.stream();
  }

  @ParameterizedTest
  @MethodSource("questions")
  void bothStoresSayTheSame(String question) {
    var ofTimescale = answer(timescale, question);
    var ofClickHouse = answer(clickHouse, question);

    assertThat(ofTimescale.get("store").asText()).isEqualTo("timescale");
    assertThat(ofClickHouse.get("store").asText()).isEqualTo("clickhouse");
    assertThat(figures(ofClickHouse.deepCopy())).isEqualTo(figures(ofTimescale.deepCopy()));
    if (question.contains("performance")) {
      assertThat(ofTimescale.at("/total/heartbeats").asLong()).isPositive();
    }
    if (question.contains("24h") && !question.contains("app=")) {
      assertThat(ofClickHouse.get("avgResponseTime")).isEqualTo(ofTimescale.get("avgResponseTime"));
    }
    if (question.contains("groupBy")) {
      addsUp(ofTimescale);
      assertThat(clickHouse.csv("/api/v1" + file(question), TestKeys.SOLO).body())
          .isEqualTo(timescale.csv("/api/v1" + file(question), TestKeys.SOLO).body())
          .hasLineCount(3 + ofTimescale.get("groups").size());
    }
  }

  private static String file(String question) {
    return question.replace("&compare=previous", "") + "&table=groups";
  }

  private static void addsUp(JsonNode answer) {
    for (var figure : List.of("cost", "tokens", "calls")) {
      var total = answer.get("total").get(figure).decimalValue();
      assertThat(sum(answer.get("series"), figure)).isEqualByComparingTo(total);
      assertThat(
              sum(answer.get("groups"), figure)
                  .add(answer.get("other").get(figure).decimalValue())
                  .add(answer.get("unattributed").get(figure).decimalValue()))
          .isEqualByComparingTo(total);
    }
  }

  private static BigDecimal sum(JsonNode entries, String figure) {
    var sum = BigDecimal.ZERO;
    for (var entry : entries) {
      sum = sum.add(entry.get(figure).decimalValue());
    }
    return sum;
  }

  private static JsonNode answer(QueryApi api, String question) {
    var answer = api.get("/api/v1" + question, TestKeys.SOLO);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** Without who told it and why, and without what only TimescaleDB knows or still has. */
  private static JsonNode figures(JsonNode answer) {
    return ((ObjectNode) answer)
        .remove(
            List.of(
                "store",
                "storeReason",
                "totalServers",
                "uptimePercent",
                "missing",
                "avgResponseTime"));
  }

  /** Every fifth row was corrected, and ClickHouse still has the row of before. */
  private static void writeUsage(Components components) throws Exception {
    var random = new Random(7);
    var rows = new ArrayList<String>();
    var history = new ArrayList<String>();
    var corrected = new ArrayList<String>();
    var first = Instant.parse("2026-06-10T12:00:00Z").minus(DAYS, ChronoUnit.DAYS);
    for (var hour = 0; hour <= DAYS * 24; hour++) {
      for (var server = 0; server < SERVERS; server++) {
        if (random.nextInt(4) != 0) {
          continue;
        }
        var at = first.plus(hour, ChronoUnit.HOURS);
        var isCorrected = random.nextInt(5) == 0;
        var figures = new Figures(random);
        rows.add(figures.timescale(server, at, isCorrected ? 2 : 1));
        (isCorrected ? corrected : history)
            .add(figures.clickHouse(server, at, isCorrected ? 2 : 1));
        if (isCorrected) {
          history.add(new Figures(random).clickHouse(server, at, 1));
        }
      }
    }
    TestFleet.write(
        components,
        """
        INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, tokens, cost_nanos, calls, repairs,
          repair_successes, repair_failures, by_category, by_model)
        VALUES
        """
            + String.join(",\n", rows));
    var insert =
        """
        INSERT INTO usage_hourly (tenant, instance_id, hour, app, revision, samples, tokens, cost_nanos, calls, repairs,
          repair_successes, repair_failures, category_names, category_tokens, category_cost_nanos, category_calls,
          model_names, model_tokens, model_cost_nanos, model_calls)
        VALUES
        """;
    // The corrections first: what counts is the revision, not who came last.
    TestFleet.writeHistory(components, insert + String.join(",\n", corrected));
    TestFleet.writeHistory(components, insert + String.join(",\n", history));
  }

  private static void writeHeartbeats(Components components) throws Exception {
    var random = new Random(8);
    var rows = new ArrayList<String>();
    var history = new ArrayList<String>();
    var before = new ArrayList<String>();
    for (var server = 0; server < SERVERS; server++) {
      for (var minute = 0; minute < 24 * 60; minute += 7 + server) {
        var at = QueryApi.NOW.minus(minute, ChronoUnit.MINUTES);
        var response = random.nextInt(4) == 0 ? "NULL" : "" + random.nextInt(100_000) / 8.0;
        var memory = random.nextInt(10) == 0 ? "NULL" : "" + random.nextInt(4_000) / 4.0;
        var cpu = server == 0 ? "NULL" : "" + random.nextInt(1_000) / 10.0;
        rows.add(
            "('solo', 's-%d', '%s', '%s', 2, %s, %s, %s)"
                .formatted(server, at, at, memory, cpu, response));
        history.add(heartbeat(server, at, 2, memory, cpu, response));
        if (random.nextInt(5) == 0) {
          before.add(heartbeat(server, at, 1, "7", "7", "7"));
        }
      }
    }
    TestFleet.write(
        components,
        """
        INSERT INTO heartbeats (tenant, instance_id, "timestamp", append_time, revision, memory_mb, cpu_percent, slowest_avg_ms)
        VALUES
        """
            + String.join(",\n", rows));
    var insert =
        """
        INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, app, slowest_path, memory_mb, cpu_percent,
          slowest_avg_ms, payload)
        VALUES
        """;
    TestFleet.writeHistory(components, insert + String.join(",\n", history));
    TestFleet.writeHistory(components, insert + String.join(",\n", before));
  }

  private static String heartbeat(
      int server, Instant at, int revision, String memory, String cpu, String response) {
    return "('solo', 's-%d', parseDateTime64BestEffort('%s', 3), parseDateTime64BestEffort('%s', 3), %d, 'app-%d', '/p%d', %s, %s, %s, '{}')"
        .formatted(server, at, at, revision, server % 3, server % 4, memory, cpu, response);
  }

  /** Of one row; its models do not always say everything, nor its categories. */
  private static final class Figures {
    private final long[] sums;
    private final List<long[]> categories;
    private final List<long[]> models;

    Figures(Random random) {
      categories = named(random);
      models = named(random);
      sums =
          new long[] {
            random.nextInt(100_000), random.nextLong(5_000_000_000L), random.nextInt(500)
          };
    }

    private static List<long[]> named(Random random) {
      return IntStream.range(0, NAMES.size())
          .filter(_ -> random.nextInt(3) == 0)
          .mapToObj(
              name ->
                  new long[] {
                    name, random.nextInt(50_000), random.nextLong(1_000_000_000L), random.nextInt(9)
                  })
          .toList();
    }

    String timescale(int server, Instant at, int revision) {
      return "('solo', 's-%d', '%s', 'app-%d', %d, 60, %d, %d, %d, 3, 2, 1, '%s', '%s')"
          .formatted(
              server,
              at,
              server % 3,
              revision,
              sums[0],
              sums[1],
              sums[2],
              json(categories),
              json(models));
    }

    String clickHouse(int server, Instant at, int revision) {
      return "('solo', 's-%d', %d, 'app-%d', %d, 60, %d, %d, %d, 3, 2, 1, %s, %s)"
          .formatted(
              server,
              at.getEpochSecond(),
              server % 3,
              revision,
              sums[0],
              sums[1],
              sums[2],
              arrays(categories),
              arrays(models));
    }

    private static String json(List<long[]> named) {
      return named.stream()
          .map(
              part ->
                  "\"%s\": {\"tokens\": %d, \"cost_nanos\": %d, \"calls\": %d}"
                      .formatted(
                          NAMES.get((int) part[0]).replace("\"", "\\\"").replace("'", "''"),
                          part[1],
                          part[2],
                          part[3]))
          .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String arrays(List<long[]> named) {
      return named.stream()
              .map(part -> "'" + NAMES.get((int) part[0]).replace("'", "\\'") + "'")
              .toList()
          + ", "
          + IntStream.rangeClosed(1, 3)
              .mapToObj(figure -> named.stream().map(part -> part[figure]).toList().toString())
              .collect(Collectors.joining(", "));
    }
  }
}
