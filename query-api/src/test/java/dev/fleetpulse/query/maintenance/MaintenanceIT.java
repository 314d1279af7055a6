package dev.fleetpulse.query.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows in, and the uptime without them out. */
@ExtendWith(RealComponents.class)
class MaintenanceIT {
  private static final String PATH = "/api/v1/maintenance";

  /** web-1 was down from 07:00 to 08:00. */
  private static final String DOWN_HOUR =
      "\"from\": \"2026-06-10T06:30:00Z\", \"to\": \"2026-06-10T08:00:00Z\"}";

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"instanceId\": \"web-1\", | 50 | 0.5",
        "{\"app\": \"shop\",         | 48.5 | 0.5",
        "{\"tag\": {\"name\": \"zone\", \"value\": \"eu\"}, | 50 | 0.5",
        "{\"tag\": {\"name\": \"zone\", \"value\": \"us\"}, | 50.5 | 1.5"
      })
  void whatWasPlannedIsNoPartOfTheUptime(String target, BigDecimal upHours, BigDecimal downHours) {
    var opened = api.post(PATH, TestKeys.ACME_ADMIN, target + DOWN_HOUR);
    assertThat(opened.status()).as(opened.body()).isEqualTo(201);
    var id = opened.json().get("id").textValue();
    try {
      var total = api.get("/api/v1/analytics/uptime?period=24h").json().get("total");

      assertThat(total.get("downSeconds").decimalValue())
          .isEqualByComparingTo(downHours.multiply(BigDecimal.valueOf(3600)));
      // Without windows 50.5 hours were up; half an hour before the fall is in the window, too.
      assertThat(
              total
                  .get("healthySeconds")
                  .decimalValue()
                  .add(total.get("degradedSeconds").decimalValue()))
          .isEqualByComparingTo(upHours.multiply(BigDecimal.valueOf(3600)));
    } finally {
      assertThat(api.delete(PATH + "/" + id, TestKeys.ACME_ADMIN).status()).isEqualTo(204);
    }
  }

  /** Of job-1 nobody could tell in half of the hour from 11:00, and no change of status says so. */
  @ParameterizedTest
  @CsvSource({
    "2026-06-10T11:00:00Z, 2026-06-10T12:00:00Z",
    "2026-06-10T10:59:59Z, 2026-06-10T12:00:01Z"
  })
  void ofAnHourInAWindowNothingIsLeftAlsoWhereNobodyCouldTell(String from, String to) {
    var hour = "from=2026-06-10T11:00:00Z&to=2026-06-10T12:00:00Z";
    var path = "/api/v1/analytics/uptime?app=batch&" + hour;
    assertThat(api.get(path).json().at("/total/unknownSeconds").intValue()).isEqualTo(1800);

    var id =
        api.post(
                PATH,
                TestKeys.ACME_ADMIN,
                "{\"instanceId\": \"job-1\", \"from\": \"%s\", \"to\": \"%s\"}".formatted(from, to))
            .json()
            .get("id")
            .textValue();
    try {
      var total = api.get(path).json().get("total");

      for (var status : new String[] {"healthy", "degraded", "down", "unknown", "stopped"}) {
        assertThat(total.get(status + "Seconds").decimalValue()).as(status).isZero();
      }
    } finally {
      api.delete(PATH + "/" + id, TestKeys.ACME_ADMIN);
    }
  }

  @Test
  void whoIsForgottenIsInItsWindowsAllTheSame() {
    var path =
        "/api/v1/analytics/uptime?app=gone&from=2026-06-05T05:00:00Z&to=2026-06-05T06:00:00Z";
    assertThat(api.get(path).json().at("/total/downSeconds").intValue()).isEqualTo(1200);

    var window =
        "{\"app\": \"gone\", \"from\": \"2026-06-05T05:00:00Z\", \"to\": \"2026-06-05T07:00:00Z\"}";
    var id = api.post(PATH, TestKeys.ACME_ADMIN, window).json().get("id").textValue();
    try {
      assertThat(api.get(path).json().at("/total/downSeconds").decimalValue()).isZero();
      assertThat(api.get(path).json().at("/total/unknownSeconds").decimalValue()).isZero();
    } finally {
      api.delete(PATH + "/" + id, TestKeys.ACME_ADMIN);
    }
  }

  @Test
  void windowsAreListedAndTakenBack() {
    var id =
        api.post(
                PATH, TestKeys.ACME_ADMIN, "{\"app\": \"shop\", \"reason\": \"move\", " + DOWN_HOUR)
            .json()
            .get("id")
            .textValue();

    var listed = api.get(PATH, TestKeys.ACME_ADMIN).json().get("windows");
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("app").textValue()).isEqualTo("shop");
    assertThat(listed.get(0).get("createdBy").textValue()).isEqualTo("key acmeadmn");

    assertThat(api.delete(PATH + "/" + id, TestKeys.ACME_ADMIN).status()).isEqualTo(204);
    assertThat(api.delete(PATH + "/" + id, TestKeys.ACME_ADMIN).status()).isEqualTo(404);
    assertThat(api.get(PATH, TestKeys.ACME_ADMIN).json().get("windows")).isEmpty();
  }

  @Test
  void whoOnlyReadsMayNotOpenOne() {
    assertThat(api.post(PATH, TestKeys.ACME, "{}").status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                                                        | no JSON",
        "[]                                                                       | body must be a JSON object",
        "{\"to\": \"2026-06-11T00:00:00Z\"}                                       | exactly one of instanceId, app and tag",
        "{\"app\": \"a\", \"instanceId\": \"b\", \"to\": \"2026-06-11T00:00:00Z\"} | exactly one of instanceId, app and tag",
        "{\"app\": \"a\"}                                                         | to must be a time",
        "{\"app\": \"a\", \"to\": \"2026-06-01T00:00:00Z\"}                       | to must be after from",
        "{\"app\": \"a\", \"to\": \"2026-12-01T00:00:00Z\"}                       | at most 90 days after from",
        "{\"app\": \"a\", \"from\": 0, \"to\": 1}                                 | from must be at most 30 days ago",
        "{\"app\": 7, \"to\": \"2026-06-11T00:00:00Z\"}                           | app must be a string"
      })
  void saysWhatIsWrongWithAWindow(String body, String why) {
    var answer = api.post(PATH, TestKeys.ACME_ADMIN, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(why);
  }
}
