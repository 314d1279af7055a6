package dev.fleetpulse.query.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RealComponents.class)
class AlertsIT {
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
  @CsvSource({
    "'', e1 e2",
    "?status=all, e1 e2 e3",
    "?status=resolved, e3",
    "?acknowledged=false, e1",
    "?acknowledged=true, e2",
    "?status=all&severity=info, e3",
    "?status=all&type=instance.down, e1",
    "?status=all&app=billing, e2",
    "?instance=web-1, e1",
    "?status=all&limit=1&offset=1, e2",
  })
  void listsWhatFitsTheLatestFirst(String query, String ids) {
    var answer = api.get("/api/v1/alerts" + query);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(ids(answer.json())).containsExactly(ids.split(" "));
  }

  @Test
  void countsAllPages() {
    assertThat(api.get("/api/v1/alerts?status=all&limit=1").json().path("total").asLong())
        .isEqualTo(3);
  }

  @Test
  void oneAlertComesWithMembersAndDecisions() {
    var detail = api.get("/api/v1/alerts/e2").json();

    assertThat(detail.path("alert").path("memberCount").asLong()).isEqualTo(2);
    assertThat(detail.path("members")).isEqualTo(QueryApi.json("[\"b-1\", \"b-2\"]"));
    assertThat(detail.path("decisions"))
        .isEqualTo(
            QueryApi.json(
                """
                [{"at": "2026-06-10T11:01:00Z", "action": "alert.acknowledge", "by": "ann"}]
                """));
  }

  @Test
  void ofAnotherTenantIsNotFound() {
    assertThat(api.get("/api/v1/alerts/e4").status()).isEqualTo(404);
    assertThat(
            api.patch("/api/v1/alerts/e4", "{\"action\": \"resolve\", \"by\": \"ann\"}").status())
        .isEqualTo(404);
  }

  @Test
  void aDecisionIsAppendedForTheEpisodeWithWhoAndWhichKey() {
    var before = api.decisions().size();

    var answer = api.patch("/api/v1/alerts/e1", "{\"action\": \"acknowledge\", \"by\": \"ann\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.decisions()).hasSize(before + 1);
    var command = api.decisions().getLast();
    assertThat(command.getTenant()).isEqualTo("acme");
    assertThat(command.getAlertKey()).isEqualTo("instance.down/web-1");
    assertThat(command.getEpisode()).isEqualTo("e1");
    assertThat(command.getKind()).isEqualTo("acknowledge");
    assertThat(command.getBy()).isEqualTo("ann");
    assertThat(command.getEvidence()).containsEntry("key", "acmeadmn");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{                                       | no JSON",
        "[]                                      | something else",
        "{\"by\": \"ann\"}                       | one of acknowledge, resolve",
        "{\"action\": \"resolve\"}               | who decides",
        "{\"action\": \"resolve\", \"by\": \" \"} | 1 to 200 printable characters",
        "{\"action\": \"resolve\", \"by\": \"ann\", \"x\": 1} | one of the fields action, by",
      })
  void aBadDecisionIsAnsweredWithWhatWasExpected(String body, String expected) {
    var before = api.decisions().size();

    var answer = api.patch("/api/v1/alerts/e1", body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains(expected);
    assertThat(api.decisions()).hasSize(before);
  }

  @Test
  void whoOnlyReadsMayNotDecide() {
    var answer =
        api.patch("/api/v1/alerts/e1", "{\"action\": \"resolve\", \"by\": \"ann\"}", TestKeys.ACME);

    assertThat(answer.status()).isEqualTo(403);
  }

  private static List<String> ids(JsonNode answer) {
    return answer.path("alerts").findValuesAsText("id");
  }
}
