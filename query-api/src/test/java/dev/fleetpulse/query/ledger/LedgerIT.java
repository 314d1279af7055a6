package dev.fleetpulse.query.ledger;

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
class LedgerIT {
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
  void eachHourTellsWhatIsInTheLogAndInTheStoresLatestFirst() {
    var answer = api.get("/api/v1/ledger?period=24h");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("summary"))
        .isEqualTo(
            QueryApi.json("{\"unbalanced\": 2, \"open\": 1, \"pending\": 0, \"balanced\": 1}"));
    var hours = answer.json().path("hours");
    assertThat(hours).hasSize(4);
    assertThat(hours.path(0).path("hour").asText()).isEqualTo("2026-06-10T12:00:00Z");
    assertThat(hours.path(0).path("state").asText()).isEqualTo("open");
    assertThat(hours.path(1))
        .isEqualTo(
            QueryApi.json(
                """
                {"hour": "2026-06-10T11:00:00Z", "state": "unbalanced", "logs": [
                  {"log": "heartbeats", "state": "unbalanced", "reason": "clickhouse lacks 1 rows",
                   "appended": 63, "unique": 60, "duplicate": 2, "tooLate": 1, "unreadable": 0,
                   "sampled": 0, "difference": 0, "stores": {"clickhouse": {"state": "unbalanced",
                     "rows": 59, "deadLetters": 0, "difference": 1, "pending": null}}},
                  {"log": "errors", "state": "balanced", "reason": null, "appended": 5, "unique": 5,
                   "duplicate": 0, "tooLate": 0, "unreadable": 0, "sampled": 0, "difference": 0,
                   "stores": {}}],
                 "lost": 0, "lostBy": null, "refusals": {}}
                """));
  }

  @Test
  void refusalsAreSummedOverTheStartsOfIngest() {
    var hour = api.get("/api/v1/ledger?period=24h").json().path("hours").path(2);

    assertThat(hour.path("state").asText()).isEqualTo("balanced");
    assertThat(hour.path("refusals"))
        .isEqualTo(QueryApi.json("{\"malformed\": 7, \"too-large\": 1}"));
  }

  @Test
  void whatWasLostInFrontOfTheLogIsToldToEverybody() {
    var hour = api.get("/api/v1/ledger?period=24h").json().path("hours").path(3);

    assertThat(hour)
        .isEqualTo(
            QueryApi.json(
                """
                {"hour": "2026-06-10T09:00:00Z", "state": "unbalanced", "logs": [], "lost": 3,
                 "lostBy": {"ingest-1/start-1/4": 3}, "refusals": {}}
                """));
  }

  @Test
  void onlyTheHoursAskedForAreTold() {
    var answer = api.get("/api/v1/ledger?from=2026-06-10T10:30:00Z&to=2026-06-10T11:00:00Z");

    assertThat(answer.json().path("from").asText()).isEqualTo("2026-06-10T10:00:00Z");
    assertThat(answer.json().path("hours")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"period=32d", "from=never", "tenant=rival"})
  void wrongParametersAreNamed(String query) {
    var answer = api.get("/api/v1/ledger?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("errors").path(0).path("parameter").asText())
        .isEqualTo(query.substring(0, query.indexOf('=')));
  }
}
