package dev.fleetpulse.query.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealComponents.class)
class RepairsIT {
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
  void aServersRepairsComeLatestFirstWithTheFiguresOfAll() {
    var answer = api.get("/api/v1/servers/web-1/repairs?limit=2");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"repairs": [
                  {"id": "0c", "timestamp": "2026-06-10T12:00:00Z", "app": "shop", "success": null,
                   "error": null, "resolution": null, "tokens": null, "cost": null, "mode": null,
                   "model": null, "durationMs": null},
                  {"id": "0b", "timestamp": "2026-06-10T11:00:00Z", "app": "shop", "success": false,
                   "error": null, "resolution": null, "tokens": 180, "cost": 0.000000001, "mode": null,
                   "model": null, "durationMs": null}],
                 "stats": {"total": 3, "successes": 1, "avgTokens": 1000.0, "totalCost": 0.004500001,
                   "avgDurationMs": 900.0}}
                """));
  }

  @Test
  void onlyThoseThatEndedAsAskedAreListed() {
    var answer = api.get("/api/v1/servers/web-1/repairs?success=true");

    assertThat(answer.json().path("repairs")).hasSize(1);
    assertThat(answer.json().path("repairs").path(0))
        .isEqualTo(
            QueryApi.json(
                """
                {"id": "0a", "timestamp": "2026-06-10T10:00:00Z", "app": "shop", "success": true,
                 "error": "TypeError", "resolution": "null check", "tokens": 1820, "cost": 0.0045,
                 "mode": "fast", "model": "m", "durationMs": 900}
                """));
    assertThat(api.get("/api/v1/servers/web-1/repairs?success=false").json().path("repairs"))
        .hasSize(1);
  }

  @Test
  void aServerWithoutRepairsHasAnEmptyList() {
    var answer = api.get("/api/v1/servers/web-2/repairs");

    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"repairs": [], "stats": {"total": 0, "successes": 0, "avgTokens": null,
                 "totalCost": 0, "avgDurationMs": null}}
                """));
  }

  @Test
  void aServerThatIsNotThereIsNotFound() {
    assertThat(api.get("/api/v1/servers/nobody/repairs").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"success=maybe", "limit=0", "limit=501", "limits=5"})
  void wrongParametersAreNamed(String query) {
    var answer = api.get("/api/v1/servers/web-1/repairs?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").path(0).path("parameter").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }
}
