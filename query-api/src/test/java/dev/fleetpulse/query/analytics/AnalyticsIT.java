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
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealComponents.class)
class AnalyticsIT {
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

  /**
   * Uptime by hand, from 12:00 to 12:30 of the next day: web-1 was up 23.5 h and down 1 h, web-2 up
   * 24 h and down 0.5 h, job-1 up 3 h and unknown 0.5 h; 50.5 of 52 known hours.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?period=24h",
        "?period=1d",
        "?from=2026-06-09T12:30:00Z&to=2026-06-10T12:30:00Z",
        "?from=2026-06-09T14:00:00%2B02:00",
        "?from=1781006400000&to=1781096400000"
      })
  void theLastDayIsSummedUpInWholeHours(String query) {
    var answer = api.get("/api/v1/analytics" + query);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-09T12:00:00Z", "to": "2026-06-10T13:00:00Z",
                 "totalServers": 3, "activeServers": 2, "heartbeats": 91,
                 "totalRepairs": 4, "successRate": 0.75,
                 "totalTokens": 1507, "totalCost": 1.750000002, "totalCalls": 16,
                 "tokensByCategory": {"chat": 1100, "heal": 407},
                 "costByModel": {"model-a": 1.700000001, "model-b": 0.050000001},
                 "uptimePercent": 97.1154, "avgResponseTime": 475.0}
                """));
  }

  @Test
  void aRangeWithoutAnythingSaysSoInsteadOfInventing() {
    assertThat(
            api.get("/api/v1/analytics?from=2025-01-01T00:00:00Z&to=2025-01-02T00:00:00Z").json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2025-01-01T00:00:00Z", "to": "2025-01-02T00:00:00Z",
                 "totalServers": 0, "activeServers": 0, "heartbeats": 0,
                 "totalRepairs": 0, "successRate": null,
                 "totalTokens": 0, "totalCost": 0, "totalCalls": 0,
                 "tokensByCategory": {}, "costByModel": {},
                 "uptimePercent": null, "avgResponseTime": null}
                """));
  }

  @Test
  void timeToComeCountsForNothing() {
    var json =
        api.get("/api/v1/analytics?from=2026-06-10T13:00:00Z&to=2026-06-11T00:00:00Z").json();

    assertThat(json.get("uptimePercent").isNull()).isTrue();
    assertThat(json.get("heartbeats").asLong()).isZero();
  }

  @Test
  void aStatusFromBeforeTheRangeCountsWithinIt() {
    var json =
        api.get("/api/v1/analytics?from=2026-06-10T06:00:00Z&to=2026-06-10T08:00:00Z").json();

    // web-1 is up for one of two hours, web-2 for both, job-1 is not there yet.
    assertThat(json.get("uptimePercent").decimalValue()).isEqualByComparingTo("75");
  }

  @Test
  void uptimeIsToldInSecondsByTimeAndByApp() {
    var answer = api.get("/api/v1/analytics/uptime?from=2026-06-10T11:00:00Z");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T11:00:00Z", "to": "2026-06-10T13:00:00Z",
                 "total": {"healthySeconds": 9000, "degradedSeconds": 3600, "downSeconds": 1800,
                  "unknownSeconds": 1800, "stoppedSeconds": 0, "uptimePercent": 87.5,
                  "uptimePercentWithUnknown": 77.7778},
                 "series": [
                  {"from": "2026-06-10T11:00:00Z",
                   "times": {"healthySeconds": 7200, "degradedSeconds": 1800, "downSeconds": 0,
                    "unknownSeconds": 1800, "stoppedSeconds": 0, "uptimePercent": 100,
                    "uptimePercentWithUnknown": 83.3333}},
                  {"from": "2026-06-10T12:00:00Z",
                   "times": {"healthySeconds": 1800, "degradedSeconds": 1800, "downSeconds": 1800,
                    "unknownSeconds": 0, "stoppedSeconds": 0, "uptimePercent": 66.6667,
                    "uptimePercentWithUnknown": 66.6667}}],
                 "apps": [
                  {"app": "shop",
                   "times": {"healthySeconds": 9000, "degradedSeconds": 0, "downSeconds": 1800,
                    "unknownSeconds": 0, "stoppedSeconds": 0, "uptimePercent": 83.3333,
                    "uptimePercentWithUnknown": 83.3333}},
                  {"app": "batch",
                   "times": {"healthySeconds": 0, "degradedSeconds": 3600, "downSeconds": 0,
                    "unknownSeconds": 1800, "stoppedSeconds": 0, "uptimePercent": 100,
                    "uptimePercentWithUnknown": 66.6667}}]}
                """));
  }

  @Test
  void uptimeOfOneAppByDays() {
    var json = api.get("/api/v1/analytics/uptime?period=2d&interval=1d&app=batch").json();

    assertThat(json.get("series")).hasSize(1);
    assertThat(json.at("/series/0/from").textValue()).isEqualTo("2026-06-10T00:00:00Z");
    assertThat(json.at("/total/healthySeconds").decimalValue()).isEqualByComparingTo("7200");
    assertThat(json.get("apps")).hasSize(1);
  }

  @Test
  void anotherTenantSeesOnlyItsOwn() {
    assertThat(api.get("/api/v1/analytics", TestKeys.RIVAL).json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-09T12:00:00Z", "to": "2026-06-10T13:00:00Z",
                 "totalServers": 1, "activeServers": 1, "heartbeats": 60,
                 "totalRepairs": 1, "successRate": 0,
                 "totalTokens": 5, "totalCost": 77, "totalCalls": 1,
                 "tokensByCategory": {"rivalry": 5}, "costByModel": {"rival-model": 77},
                 "uptimePercent": 0, "avgResponseTime": 8888.0}
                """));
  }
}
