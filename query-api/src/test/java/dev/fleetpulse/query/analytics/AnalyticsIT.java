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
                 "store": "timescale", "storeReason": "about 75 rows",
                 "totalServers": 3, "activeServers": 2, "heartbeats": 91,
                 "totalRepairs": 4, "successRate": 0.75,
                 "totalTokens": 1507, "totalCost": 1.750000002, "totalCalls": 16,
                 "tokensByCategory": {"chat": 1100, "heal": 407},
                 "costByModel": {"model-a": 1.700000001, "model-b": 0.050000001},
                 "uptimePercent": 97.1154, "avgResponseTime": 475}
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
                 "store": "timescale", "storeReason": "about 72 rows",
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
                 "interval": "1h", "store": "timescale",
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

    assertThat(json.get("series")).hasSize(3);
    assertThat(json.at("/series/2/from").textValue()).isEqualTo("2026-06-10T00:00:00Z");
    assertThat(json.at("/series/1/times/uptimePercent").isNull()).isTrue();
    assertThat(json.at("/total/healthySeconds").decimalValue()).isEqualByComparingTo("7200");
    assertThat(json.get("apps")).hasSize(1);
  }

  @Test
  void uptimeOfOneServerAsAFile() {
    var answer = api.csv("/api/v1/analytics/uptime?period=1h&server=web-2");

    assertThat(answer.contentType()).startsWith("text/csv");
    assertThat(answer.body())
        .isEqualTo(
            """
            from,healthySeconds,degradedSeconds,downSeconds,unknownSeconds,stoppedSeconds,uptimePercent,\
            uptimePercentWithUnknown\r
            2026-06-10T11:00:00Z,3600,0,0,0,0,100,100\r
            2026-06-10T12:00:00Z,0,0,1800,0,0,0,0\r
            """);
    assertThat(api.csv("/api/v1/analytics/uptime?period=1h&table=apps").body())
        .hasLineCount(3)
        .startsWith("app,healthySeconds");
  }

  @Test
  void costIsToldByTimeAndByModelAndProjected() {
    var answer = api.get("/api/v1/analytics/cost?from=2026-06-10T10:00:00Z&compare=previous");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-10T10:00:00Z", "to": "2026-06-10T13:00:00Z", "interval": "1h",
                 "store": "timescale", "storeReason": "about 9 rows", "groupBy": "model",
                 "total": {"cost": 1.750000001, "tokens": 1500, "calls": 15},
                 "series": [
                  {"from": "2026-06-10T10:00:00Z", "cost": 0, "tokens": 0, "calls": 0},
                  {"from": "2026-06-10T11:00:00Z", "cost": 1.5, "tokens": 1000, "calls": 10},
                  {"from": "2026-06-10T12:00:00Z", "cost": 0.250000001, "tokens": 500, "calls": 5}],
                 "groups": [
                  {"name": "model-a", "cost": 1.700000001, "tokens": 1400, "calls": 14, "share": 0.9714},
                  {"name": "model-b", "cost": 0.05, "tokens": 100, "calls": 1, "share": 0.0286}],
                 "other": {"groups": 0, "cost": 0, "tokens": 0, "calls": 0},
                 "unattributed": {"cost": 0, "tokens": 0, "calls": 0},
                 "projectedMonth": {"month": "2026-06", "spent": 10.750000002,
                  "projected": 155.506849344, "basisFrom": "2026-06-09T00:00:00Z",
                  "basisTo": "2026-06-10T12:30:00Z"},
                 "previous": {"from": "2026-06-10T07:00:00Z", "to": "2026-06-10T10:00:00Z",
                  "total": {"cost": 0, "tokens": 0, "calls": 0},
                  "change": {"cost": null, "tokens": null, "calls": null}}}
                """));
  }

  @Test
  void whatHasNoNameIsUnattributedAndWhatIsNotListedIsOther() {
    var json = api.get("/api/v1/analytics/cost?period=2d&groupBy=model&limit=1").json();

    assertThat(json.at("/groups")).hasSize(1);
    assertThat(json.at("/other"))
        .isEqualTo(
            QueryApi.json("{\"groups\": 1, \"cost\": 0.050000001, \"tokens\": 107, \"calls\": 2}"));
    assertThat(json.at("/unattributed"))
        .isEqualTo(QueryApi.json("{\"cost\": 9, \"tokens\": 99999, \"calls\": 99}"));
    assertThat(json.at("/total/cost").decimalValue()).isEqualByComparingTo("10.750000002");
  }

  @Test
  void usageIsToldByTokensAndFiltersAreCombined() {
    var json = api.get("/api/v1/analytics/usage?period=2d&app=shop&server=web-1").json();

    assertThat(json.get("groupBy").asText()).isEqualTo("category");
    assertThat(json.at("/groups/0/name").asText()).isEqualTo("chat");
    assertThat(json.at("/groups/1/tokens").asLong()).isEqualTo(400);
    assertThat(json.at("/total/tokens").asLong()).isEqualTo(1500);
    assertThat(json.has("projectedMonth")).isFalse();
    assertThat(json.has("previous")).isFalse();
    assertThat(
            api.get("/api/v1/analytics/usage?period=2d&app=batch&server=web-1")
                .json()
                .at("/total/tokens")
                .asLong())
        .isZero();
  }

  @Test
  void usageIsComparedWithTheTimeBefore() {
    var json = api.get("/api/v1/analytics?from=2026-06-10T12:00:00Z&compare=previous").json();

    assertThat(json.at("/previous/from").asText()).isEqualTo("2026-06-10T11:00:00Z");
    assertThat(json.at("/previous/totalTokens").asLong()).isEqualTo(1000);
    assertThat(json.at("/previous/change/totalTokens").decimalValue()).isEqualByComparingTo("-0.5");
  }

  @Test
  void asFilesTheSeriesAndTheGroupsAddUp() {
    assertThat(api.csv("/api/v1/analytics/cost?from=2026-06-10T11:00:00Z").body())
        .isEqualTo(
            """
            from,cost,tokens,calls\r
            2026-06-10T11:00:00Z,1.5,1000,10\r
            2026-06-10T12:00:00Z,0.250000001,500,5\r
            """);
    assertThat(
            api.csv("/api/v1/analytics/cost?period=2d&table=groups&groupBy=server&limit=2").body())
        .isEqualTo(
            """
            kind,name,cost,tokens,calls\r
            group,web-2,9,99999,99\r
            group,web-1,1.750000001,1500,15\r
            other,,0.000000001,7,1\r
            unattributed,,0,0,0\r
            """);
    assertThat(api.csv("/api/v1/analytics?period=24h").body())
        .isEqualTo(
            """
            from,to,totalServers,activeServers,heartbeats,totalRepairs,successRate,totalTokens,totalCost,totalCalls,\
            uptimePercent,avgResponseTime\r
            2026-06-09T12:00:00Z,2026-06-10T13:00:00Z,3,2,91,4,0.75,1507,1.750000002,16,97.1154,475\r
            """);
  }

  @Test
  void timeToComeIsNotKnown() {
    var json =
        api.get("/api/v1/analytics/cost?from=2026-06-10T12:00:00Z&to=2026-06-10T14:00:00Z").json();

    assertThat(json.at("/series/0/tokens").asLong()).isEqualTo(500);
    assertThat(json.at("/series/1/tokens").isNull()).isTrue();
  }

  @Test
  void anotherTenantSeesOnlyItsOwn() {
    assertThat(api.get("/api/v1/analytics", TestKeys.RIVAL).json())
        .isEqualTo(
            QueryApi.json(
                """
                {"from": "2026-06-09T12:00:00Z", "to": "2026-06-10T13:00:00Z",
                 "store": "timescale", "storeReason": "about 25 rows",
                 "totalServers": 1, "activeServers": 1, "heartbeats": 60,
                 "totalRepairs": 1, "successRate": 0,
                 "totalTokens": 5, "totalCost": 77, "totalCalls": 1,
                 "tokensByCategory": {"rivalry": 5}, "costByModel": {"rival-model": 77},
                 "uptimePercent": 0, "avgResponseTime": 1}
                """));
  }
}
