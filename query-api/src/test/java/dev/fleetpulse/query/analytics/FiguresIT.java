package dev.fleetpulse.query.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors, repairs and performance by time and by group. */
@ExtendWith(RealComponents.class)
class FiguresIT {
  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.over(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void errorsAreCountedByTimeAndByGroup() {
    var answer =
        api.get(
            "/api/v1/analytics/errors?from=2026-06-08T00:00:00Z&interval=1d&groupBy=app&compare=previous");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-08T00:00:00Z", "to": "2026-06-10T13:00:00Z", "interval": "1d",
                 "store": "timescale", "groupBy": "app",
                 "total": {"count": 15, "kept": 0},
                 "series": [
                  {"from": "2026-06-08T00:00:00Z", "count": 8, "kept": 0},
                  {"from": "2026-06-09T00:00:00Z", "count": 0, "kept": 0},
                  {"from": "2026-06-10T00:00:00Z", "count": 7, "kept": 0}],
                 "groups": [
                  {"name": "shop", "count": 12, "kept": 0, "share": 0.8},
                  {"name": "batch", "count": 3, "kept": 0, "share": 0.2}],
                 "other": {"groups": 0, "count": 0, "kept": 0},
                 "previous": {"from": "2026-06-05T11:00:00Z", "to": "2026-06-08T00:00:00Z",
                  "total": {"count": 0, "kept": 0}, "change": null}}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 20",
    "&app=shop, 17",
    "&category=network, 5",
    "&app=batch&category=network, 0",
    "&app=shop&category=type-error, 12"
  })
  void filtersOfErrorsAreCombined(String filter, long count) {
    var json = api.get("/api/v1/analytics/errors?period=10d" + filter).json();

    assertThat(json.at("/total/count").asLong()).isEqualTo(count);
  }

  @Test
  void whatIsNotListedIsOther() {
    var json = api.get("/api/v1/analytics/errors?period=10d&groupBy=category&limit=1").json();

    assertThat(json.at("/groups/0/name").asText()).isEqualTo("type-error");
    assertThat(json.at("/other"))
        .isEqualTo(QueryApi.json("{\"groups\": 1, \"count\": 5, \"kept\": 0}"));
    assertThat(api.csv("/api/v1/analytics/errors?period=10d&limit=1&table=groups").body())
        .isEqualTo("kind,name,count,kept\r\ngroup,type-error,15,0\r\nother,,5,0\r\n");
    assertThat(api.csv("/api/v1/analytics/errors?period=1h").body())
        .isEqualTo("from,count,kept\r\n2026-06-10T11:00:00Z,0,0\r\n2026-06-10T12:00:00Z,4,0\r\n");
  }

  @Test
  void repairsAreToldByTimeAndByGroup() {
    var answer =
        api.get("/api/v1/analytics/repairs?from=2026-06-10T00:00:00Z&interval=1d&compare=previous");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T00:00:00Z", "to": "2026-06-10T13:00:00Z", "interval": "1d",
                 "store": "timescale", "groupBy": "model",
                 "total": {"repairs": 3, "successes": 1, "failures": 1, "unknown": 1, "successRate": 0.5,
                  "meanSecondsBetween": 3600, "meanSecondsToRepair": 0.9, "tokens": 2000, "cost": 0.004500001,
                  "tokensPerRepair": 1000, "costPerRepair": 0.002250001},
                 "series": [
                  {"from": "2026-06-10T00:00:00Z", "repairs": 3, "successes": 1, "failures": 1, "unknown": 1,
                   "successRate": 0.5, "meanSecondsBetween": 3600, "meanSecondsToRepair": 0.9, "tokens": 2000,
                   "cost": 0.004500001, "tokensPerRepair": 1000, "costPerRepair": 0.002250001}],
                 "groups": [
                  {"name": null, "repairs": 2, "successes": 0, "failures": 1, "unknown": 1, "successRate": 0,
                   "meanSecondsBetween": 3600, "meanSecondsToRepair": null, "tokens": 180, "cost": 0.000000001,
                   "tokensPerRepair": 180, "costPerRepair": 0.000000001},
                  {"name": "m", "repairs": 1, "successes": 1, "failures": 0, "unknown": 0, "successRate": 1,
                   "meanSecondsBetween": null, "meanSecondsToRepair": 0.9, "tokens": 1820, "cost": 0.0045,
                   "tokensPerRepair": 1820, "costPerRepair": 0.0045}],
                 "other": {"groups": 0, "repairs": 0, "successes": 0, "failures": 0, "unknown": 0,
                  "successRate": null, "meanSecondsBetween": null, "meanSecondsToRepair": null, "tokens": null,
                  "cost": null, "tokensPerRepair": null, "costPerRepair": null},
                 "previous": {"from": "2026-06-09T11:00:00Z", "to": "2026-06-10T00:00:00Z",
                  "total": {"repairs": 0, "successes": 0, "failures": 0, "unknown": 0, "successRate": null,
                   "meanSecondsBetween": null, "meanSecondsToRepair": null, "tokens": null, "cost": null,
                   "tokensPerRepair": null, "costPerRepair": null}, "change": null}}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "'', 3",
    "&app=shop, 3",
    "&app=batch, 0",
    "&server=web-1&model=m, 1",
    "&mode=fast, 1",
    "&mode=slow, 0"
  })
  void filtersOfRepairsAreCombined(String filter, long count) {
    var json = api.get("/api/v1/analytics/repairs?period=24h&groupBy=server" + filter).json();

    assertThat(json.at("/total/repairs").asLong()).isEqualTo(count);
  }

  @Test
  void performanceIsToldInPercentiles() {
    var answer = api.get("/api/v1/analytics/performance?period=30m&server=web-1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T12:00:00Z", "to": "2026-06-10T13:00:00Z", "interval": "1h",
                 "store": "timescale", "storeReason": "about 60 rows", "exact": true, "groupBy": "server",
                 "total": {"heartbeats": 2,
                  "slowestRouteMs": {"p50": 475, "p95": 497.5, "p99": 499.5, "max": 500},
                  "memoryMB": {"p50": 255.75, "p95": 256.425, "p99": 256.485, "max": 256.5},
                  "cpuPercent": {"p50": 11.75, "p95": 12.425, "p99": 12.485, "max": 12.5}},
                 "series": [{"from": "2026-06-10T12:00:00Z", "heartbeats": 2,
                  "slowestRouteMs": {"p50": 475, "p95": 497.5, "p99": 499.5, "max": 500},
                  "memoryMB": {"p50": 255.75, "p95": 256.425, "p99": 256.485, "max": 256.5},
                  "cpuPercent": {"p50": 11.75, "p95": 12.425, "p99": 12.485, "max": 12.5}}],
                 "groups": [{"name": "web-1", "heartbeats": 2,
                  "slowestRouteMs": {"p50": 475, "p95": 497.5, "p99": 499.5, "max": 500},
                  "memoryMB": {"p50": 255.75, "p95": 256.425, "p99": 256.485, "max": 256.5},
                  "cpuPercent": {"p50": 11.75, "p95": 12.425, "p99": 12.485, "max": 12.5}}]}
                """));
  }

  @Test
  void whatTimescaleDoesNotHaveIsAskedOfClickHouse() {
    var byApp = api.get("/api/v1/analytics/performance?period=1h&groupBy=app").json();
    var old = api.get("/api/v1/analytics/performance?period=3d").json();

    assertThat(byApp.get("store").asText()).isEqualTo("clickhouse");
    assertThat(byApp.get("storeReason").asText()).isEqualTo("only ClickHouse knows it by that");
    assertThat(byApp.at("/groups/0/name").asText()).isEqualTo("shop");
    assertThat(byApp.at("/groups/1/slowestRouteMs/p95").isNull()).isTrue();
    assertThat(byApp.at("/series/0/heartbeats").asLong()).isZero();
    assertThat(byApp.at("/series/0/memoryMB/p50").isNull()).isTrue();
    assertThat(old.get("storeReason").asText()).isEqualTo("only ClickHouse has rows that old");
    assertThat(old.at("/total/heartbeats").asLong()).isEqualTo(4);
    assertThat(api.get("/api/v1/analytics/performance?period=1h&groupBy=path").status())
        .isEqualTo(200);
    assertThat(api.csv("/api/v1/analytics/performance?period=1h&table=groups").body())
        .hasLineCount(2)
        .startsWith("name,heartbeats,slowestRouteMs.p50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cost", "usage", "uptime", "errors", "repairs", "performance"})
  void everyEndpointHasAFileAndRefusesWhatItDoesNotKnow(String endpoint) {
    var path = "/api/v1/analytics" + (endpoint.isEmpty() ? "" : "/" + endpoint);

    assertThat(api.csv(path).status()).isEqualTo(200);
    assertThat(api.csv(path).contentType()).startsWith("text/csv");
    assertThat(api.get(path + "?colour=red").status()).isEqualTo(400);
    assertThat(api.get(path + "?period=367d").status()).isEqualTo(400);
    assertThat(api.get(path, TestKeys.SOLO).status()).isEqualTo(200);
    assertThat(api.get(path + "?from=2026-06-10T12:00:00Z&app=%27%3B--").status()).isEqualTo(200);
  }
}
