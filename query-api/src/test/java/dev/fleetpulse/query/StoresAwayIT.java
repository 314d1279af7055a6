package dev.fleetpulse.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.service.Health;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class StoresAwayIT {
  @BeforeAll
  static void write(Components components) throws Exception {
    TestFleet.write(components);
  }

  @Test
  void withBothStoresItIsReady(Components components) {
    try (var api = QueryApi.over(components)) {
      await().until(() -> api.health() instanceof Health.Ready);
    }
  }

  @Test
  void withoutClickHouseTheRestOfAnErrorIsStillShown(Components components) {
    try (var api = QueryApi.withoutClickHouse(components)) {
      var answer = api.get("/api/v1/errors/" + "a".repeat(64));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("groups")).hasSize(2);
      assertThat(answer.json().get("trend")).hasSize(169);
      assertThat(answer.json().get("occurrences").isNull()).isTrue();
      assertThat(answer.json().get("missing"))
          .isEqualTo(
              QueryApi.json(
                  """
                  [{"part": "occurrences", "reason": "ClickHouse does not answer"}]
                  """));
    }
  }

  @Test
  void withoutClickHouseAnalyticsComeFromTimescaleWholeWhereItHasAll(Components components) {
    try (var api = QueryApi.withoutClickHouse(components)) {
      var answer = api.get("/api/v1/analytics");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("heartbeats").asLong()).isEqualTo(91);
      assertThat(answer.json().get("avgResponseTime").asDouble()).isEqualTo(475);
      assertThat(answer.json().has("missing")).isFalse();
    }
  }

  @Test
  void withoutClickHouseAnalyticsGoWithoutTheResponseTimeOfLongAgo(Components components) {
    try (var api = QueryApi.withoutClickHouse(components)) {
      var answer = api.get("/api/v1/analytics?period=7d");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("heartbeats").asLong()).isEqualTo(151);
      assertThat(answer.json().get("avgResponseTime").isNull()).isTrue();
      assertThat(answer.json().get("missing"))
          .isEqualTo(
              QueryApi.json(
                  """
                  [{"part": "avgResponseTime", "reason": "ClickHouse does not answer"}]
                  """));
    }
  }

  @Test
  void withoutTimescaleUsageComesFromClickHouse(Components components) {
    try (var api = QueryApi.withoutTimescale(components)) {
      var answer = api.get("/api/v1/analytics");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.json().get("store").asText()).isEqualTo("clickhouse");
      assertThat(answer.json().get("heartbeats").asLong()).isEqualTo(91);
      assertThat(answer.json().get("totalCost").decimalValue()).isEqualByComparingTo("1.750000002");
      assertThat(answer.json().get("missing"))
          .isEqualTo(
              QueryApi.json(
                  """
                  [{"part": "totalServers", "reason": "TimescaleDB does not answer"},
                   {"part": "uptimePercent", "reason": "TimescaleDB does not answer"}]
                  """));
      assertThat(api.get("/api/v1/analytics/cost?period=2d&groupBy=app").status()).isEqualTo(200);
      assertThat(api.csv("/api/v1/analytics/cost?table=groups&groupBy=server").status())
          .isEqualTo(200);
      assertThat(api.get("/api/v1/analytics/uptime").status()).isEqualTo(503);
    }
  }

  @Test
  void withoutClickHouseItIsReadyAndSaysWhatIsMissing(Components components) {
    try (var api = QueryApi.withoutClickHouse(components)) {
      await().until(() -> api.health() instanceof Health.Limited);

      assertThat(api.health())
          .isEqualTo(new Health.Limited(List.of("ClickHouse does not answer: history is missing")));
    }
  }

  @Test
  void withoutTimescaleItSaysWhatIsLeftAndAsksToComeBack(Components components) {
    try (var api = QueryApi.withoutTimescale(components)) {
      var answer = api.get("/api/v1/errors");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.contentType()).startsWith("application/problem+json");
      assertThat(answer.json().get("detail").asText()).isEqualTo("TimescaleDB does not answer");
      assertThat(answer.body()).doesNotContain("127.0.0.1", "jdbc");
      await()
          .untilAsserted(
              () ->
                  assertThat(api.health())
                      .isEqualTo(
                          new Health.Limited(
                              List.of(
                                  "TimescaleDB does not answer: only usage, cost and performance can be asked for"))));
    }
  }
}
