package dev.fleetpulse.query.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server told, out of both stores. It is 12:30 on 2026-06-10. */
@ExtendWith(RealComponents.class)
class HeartbeatsIT {
  private static final String JOB_1 = "/api/v1/servers/job-1/heartbeats";
  private static final String WEB_1 = "/api/v1/servers/web-1/heartbeats";

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    writeToBoth(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void intervalsWithoutHeartbeatsAreTold() {
    var answer = api.get(WEB_1 + "?from=2026-06-10T12:10:00Z&interval=5m");

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().get("from").asText()).isEqualTo("2026-06-10T12:10:00Z");
    assertThat(answer.json().get("to").asText()).isEqualTo("2026-06-10T12:30:00Z");
    assertThat(answer.json().get("interval").asText()).isEqualTo("5m");
    assertThat(answer.json().get("store").asText()).isEqualTo("timescale");
    assertThat(answer.json().get("series")).hasSize(4);
    assertThat(answer.json().at("/series/0"))
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T12:10:00Z", "heartbeats": 0, "status": null, "uptimeSeconds": null,
                 "memoryMB": null, "memoryMBMax": null, "cpuPercent": null, "cpuPercentMax": null,
                 "unhealthyRoutes": null, "slowestAvgMs": null, "slowestAvgMsMax": null,
                 "totalTokens": null, "totalCost": null, "totalCalls": null}
                """));
    assertThat(answer.json().at("/series/3"))
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T12:25:00Z", "heartbeats": 2, "status": "healthy",
                 "uptimeSeconds": 86400, "memoryMB": 255.75, "memoryMBMax": 256.5, "cpuPercent": 11.75,
                 "cpuPercentMax": 12.5, "unhealthyRoutes": 0, "slowestAvgMs": 475.0,
                 "slowestAvgMsMax": 500.0, "totalTokens": 45000, "totalCost": 0.120000001,
                 "totalCalls": 85}
                """));
  }

  /** The same intervals, once by a range of the last two days and once by one that is older. */
  @ParameterizedTest
  @CsvSource({"5m", "15m", "1h", "6h"})
  void bothStoresTellTheSame(String interval) {
    var to = "&to=2026-06-10T12:00:00Z&interval=" + interval;
    var recent = api.get(JOB_1 + "?from=2026-06-09T00:00:00Z" + to).json();
    var old = api.get(JOB_1 + "?from=2026-06-08T00:00:00Z" + to).json();

    assertThat(recent.get("store").asText()).isEqualTo("timescale");
    assertThat(old.get("store").asText()).isEqualTo("clickhouse");
    var more = old.get("series").size() - recent.get("series").size();
    assertThat(more).isPositive();
    var told = 0L;
    for (var i = 0; i < recent.get("series").size(); i++) {
      assertThat(old.get("series").get(i + more)).isEqualTo(recent.get("series").get(i));
      told += recent.get("series").get(i).get("heartbeats").asLong();
    }
    assertThat(told).isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "period=1h, 1m, timescale",
    "'', 5m, timescale",
    "period=7d, 1h, clickhouse",
    "period=366d, 1d, clickhouse"
  })
  void withoutAnIntervalASensibleOneIsTakenAndNamed(String query, String interval, String store) {
    var answer = api.get(JOB_1 + "?" + query).json();

    assertThat(answer.get("interval").asText()).isEqualTo(interval);
    assertThat(answer.get("store").asText()).isEqualTo(store);
    assertThat(answer.get("series").size()).isBetween(24, 367);
  }

  @ParameterizedTest
  @CsvSource({
    "interval=2m, 'interval must be one of 1m, 5m, 15m, 30m, 1h, 3h, 6h, 12h, 1d, was \"2m\"'",
    "period=7d&interval=5m, 'interval must be at least 15m for this range (1500 intervals at most), was 5m'",
    "period=400d, 'period must be no more than 366 days before the end, was 400 days'",
    "step=5m, 'step must be one of the parameters period, from, to, interval, was unknown'"
  })
  void aWrongParameterIsNamed(String query, String detail) {
    var answer = api.get(JOB_1 + "?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("detail").asText()).isEqualTo(detail);
  }

  @Test
  void anotherTenantsServerIsNotFoundAndANameInCommonIsOnesOwn() {
    assertThat(api.get(JOB_1, TestKeys.RIVAL).status()).isEqualTo(404);
    for (var range : new String[] {"period=1h", "period=7d"}) {
      var own = api.get(WEB_1 + "?interval=1h&" + range, TestKeys.RIVAL).json();
      var told = 0L;
      for (var bucket : own.get("series")) {
        told += bucket.get("heartbeats").asLong();
      }
      assertThat(told).as(range).isOne();
    }
  }

  @Test
  void withoutClickHouseOnlyWhatIsOldCannotBeTold(Components components) {
    try (var alone = QueryApi.withFleetOnly(components)) {
      assertThat(alone.get(WEB_1 + "?period=1h").status()).isEqualTo(200);

      var old = alone.get(WEB_1 + "?period=7d");
      assertThat(old.status()).isEqualTo(503);
      assertThat(old.json().get("detail").asText())
          .isEqualTo(
              "ClickHouse does not answer, and only there are heartbeats from before"
                  + " 2026-06-08T12:30:00Z");
      assertThat(((ObjectNode) old.json()).get("type").asText()).endsWith("unavailable");
    }
  }

  /** Every seventh minute of two days; some figures missing, some heartbeats there twice. */
  private static void writeToBoth(Components components) throws Exception {
    var random = new Random(7);
    var recent = new StringBuilder();
    var whole = new StringBuilder();
    for (var minute = 0; minute < 48 * 60; minute += 7) {
      var at = "2026-06-08 %02d:%02d:30.%03d".formatted(12, 0, random.nextInt(1_000));
      var figures =
          String.join(
              ", ",
              orNull(random, "'%s'".formatted(random.nextBoolean() ? "healthy" : "degraded")),
              orNull(random, Integer.toString(60 * minute)),
              orNull(random, measure(random)),
              orNull(random, measure(random)),
              orNull(random, Integer.toString(random.nextInt(5))),
              orNull(random, measure(random)),
              orNull(random, Integer.toString(100 * minute)),
              orNull(random, Long.toString(1_234_567_891L * minute)),
              orNull(random, Integer.toString(minute)));
      row(
          recent,
          "('acme', 'job-1', TIMESTAMPTZ '%sZ' + INTERVAL '%d minutes', now(), 1, %s)"
              .formatted(at, minute, figures));
      var old = "toDateTime64('%s', 3, 'UTC') + toIntervalMinute(%d)".formatted(at, minute);
      row(whole, "('acme', 'job-1', %s, now(), %d, %s)".formatted(old, 2, figures));
    }
    TestFleet.write(
        components,
        "INSERT INTO heartbeats (tenant, instance_id, \"timestamp\", append_time, revision,"
            + " status, uptime_seconds, memory_mb, cpu_percent, routes_unhealthy, slowest_avg_ms,"
            + " total_tokens, total_cost_nanos, total_calls) VALUES "
            + recent);
    var insert =
        "INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, status,"
            + " uptime_seconds, memory_mb, cpu_percent, routes_unhealthy, slowest_avg_ms,"
            + " total_tokens, total_cost_nanos, total_calls) VALUES "
            + whole;
    execute(components, insert);
    // An older copy of all of it, with other figures, that must not count.
    execute(
        components,
        "INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, memory_mb)"
            + " SELECT tenant, instance_id, timestamp, append_time, 1, 1e9 FROM heartbeats"
            + " WHERE revision = 2 AND instance_id = 'job-1'");
  }

  private static void row(StringBuilder rows, String row) {
    rows.append(rows.isEmpty() ? "" : ", ").append(row);
  }

  private static String orNull(Random random, String value) {
    return random.nextInt(5) == 0 ? "NULL" : value;
  }

  private static String measure(Random random) {
    return String.format(Locale.ROOT, "%.1f", 1_000 * random.nextDouble());
  }

  private static void execute(Components components, String sql) throws Exception {
    var server = components.clickhouse();
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + "/?database=" + server.database()))
              .header("X-ClickHouse-User", "fleetpulse_sink")
              .header("X-ClickHouse-Key", server.password())
              .POST(HttpRequest.BodyPublishers.ofString(sql))
              .build();
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }
}
