package dev.fleetpulse.query.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealComponents.class)
class ErrorsIT {
  private static final String A = "a".repeat(64);
  private static final String B = "b".repeat(64);
  private static final String C = "c".repeat(64);

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
  void theListHoldsEveryGroupTheLatestFirst() {
    var answer = api.get("/api/v1/errors");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"groups": [
                  {"signature": "%1$s", "app": "shop", "title": "TypeError: x is undefined",
                   "category": "type-error", "language": "javascript", "type": "TypeError",
                   "rootSignature": "%4$s", "status": "regressed", "statusSince": "2026-06-10T12:00:00Z",
                   "statusBy": null, "resolvedAt": "2026-06-09T08:00:00Z",
                   "count": 12, "kept": 10, "occurrences": 12, "firstSeen": "2026-06-08T10:00:00Z",
                   "lastSeen": "2026-06-10T12:10:00Z", "firstReceived": "2026-06-08T10:00:01Z",
                   "lastReceived": "2026-06-10T12:10:01Z", "instanceCount": 2, "instancesExact": false,
                   "instances": ["web-1", "web-2"],
                   "releases": [
                     {"release": "1.1.0", "firstSeen": "2026-06-08T10:00:00Z", "lastSeen": "2026-06-08T11:00:00Z"},
                     {"release": "1.2.0", "firstSeen": "2026-06-10T11:00:00Z", "lastSeen": "2026-06-10T12:10:00Z"}],
                   "sample": {"instanceId": "web-1", "errorId": "e-0", "timestamp": "2026-06-08T10:00:00Z",
                     "message": "x is undefined", "stack": "%3$s"}},
                  {"signature": "%1$s", "app": "batch", "title": "TypeError: x is undefined",
                   "category": "type-error", "language": "javascript", "type": "TypeError",
                   "rootSignature": null, "status": "new", "statusSince": null, "statusBy": null,
                   "resolvedAt": null, "count": 3, "kept": 0, "occurrences": 3,
                   "firstSeen": "2026-06-10T09:10:00Z", "lastSeen": "2026-06-10T09:30:00Z",
                   "firstReceived": null, "lastReceived": null, "instanceCount": 1, "instancesExact": true,
                   "instances": ["job-1"], "releases": [],
                   "sample": {"instanceId": "job-1", "errorId": null, "timestamp": null,
                     "message": "x is undefined", "stack": "at job"}},
                  {"signature": "%2$s", "app": "shop", "title": "Error: connect refused",
                   "category": "network", "language": null, "type": null,
                   "rootSignature": null, "status": "ignored", "statusSince": "2026-06-02T00:00:00Z",
                   "statusBy": "ann", "resolvedAt": null, "count": 5, "kept": 0, "occurrences": 5,
                   "firstSeen": "2026-06-01T00:00:00Z", "lastSeen": "2026-06-01T00:30:00Z",
                   "firstReceived": null, "lastReceived": null, "instanceCount": 1, "instancesExact": true,
                   "instances": ["web-1"],
                   "releases": [{"release": "1.1.0", "firstSeen": null, "lastSeen": null}],
                   "sample": {"instanceId": null, "errorId": null, "timestamp": null,
                     "message": "connect refused", "stack": null}}],
                 "total": 3, "totalOccurrences": 20, "from": null, "to": null,
                 "page": {"limit": 50, "offset": 0}}
                """
                    .formatted(A, B, "s".repeat(2000), "d".repeat(64))));
  }

  @Test
  void asAFileTheListHasAllGroupsAndNoPages() {
    var answer = api.csv("/api/v1/errors");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
    assertThat(answer.body())
        .isEqualTo(
            """
            signature,app,title,category,language,type,rootSignature,status,statusSince,statusBy,resolvedAt,count,kept,\
            occurrences,firstSeen,lastSeen,firstReceived,lastReceived,instanceCount,instancesExact,releases,\
            sampleInstanceId,sampleMessage\r
            %1$s,shop,TypeError: x is undefined,type-error,javascript,TypeError,%3$s,regressed,2026-06-10T12:00:00Z,,\
            2026-06-09T08:00:00Z,12,10,12,2026-06-08T10:00:00Z,2026-06-10T12:10:00Z,2026-06-08T10:00:01Z,\
            2026-06-10T12:10:01Z,2,false,1.1.0; 1.2.0,web-1,x is undefined\r
            %1$s,batch,TypeError: x is undefined,type-error,javascript,TypeError,,new,,,,3,0,3,2026-06-10T09:10:00Z,\
            2026-06-10T09:30:00Z,,,1,true,,job-1,x is undefined\r
            %2$s,shop,Error: connect refused,network,,,,ignored,2026-06-02T00:00:00Z,ann,,5,0,5,2026-06-01T00:00:00Z,\
            2026-06-01T00:30:00Z,,,1,true,1.1.0,,connect refused\r
            """
                .formatted(A, B, "d".repeat(64)));
  }

  @Test
  void aFileObeysFiltersOrderAndLimit() {
    assertThat(api.csv("/api/v1/errors?sort=title&limit=1&offset=1").body()).hasLineCount(2);
    assertThat(api.csv("/api/v1/errors?app=nowhere").body()).hasLineCount(1);
    assertThat(api.csv("/api/v1/errors?limit=1000001").status()).isEqualTo(400);
    assertThat(api.csv("/api/v1/errors", TestKeys.RIVAL).body())
        .hasLineCount(3)
        .doesNotContain("web-2");
  }

  @Test
  void aPeriodCountsOnlyWhatFellIntoItsHours() {
    var json = api.get("/api/v1/errors?period=24h&sort=-occurrences").json();

    assertThat(json.get("total").asLong()).isEqualTo(2);
    assertThat(json.get("totalOccurrences").asLong()).isEqualTo(7);
    assertThat(json.get("from").asText()).isEqualTo("2026-06-09T12:00:00Z");
    assertThat(json.get("to").asText()).isEqualTo("2026-06-10T13:00:00Z");
    assertThat(groups(json.get("groups"), "app")).containsExactly("shop", "batch");
    assertThat(groups(json.get("groups"), "occurrences")).containsExactly("4", "3");
    assertThat(groups(json.get("groups"), "count")).containsExactly("12", "3");
  }

  @ParameterizedTest
  @CsvSource({
    "app=batch, 3",
    "category=network, 5",
    "q=TYPEERROR, 12 3",
    "q=bbbb, 5",
    "q=%25, ''",
    "status=open, 12 3",
    "status=ignored, 5",
    "status=resolved, ''",
    "instance=web-2, 12",
    "release=1.1.0, 12 5",
    "sort=occurrences, 3 5 12",
    "sort=-count, 12 5 3",
    "sort=first_seen, 5 12 3",
    "sort=-instances, 12 3 5",
    "sort=title, 5 3 12",
    "limit=1&offset=1, 3"
  })
  void theListIsFilteredAndSorted(String query, String counts) {
    var groups = api.get("/api/v1/errors?" + query).json().get("groups");

    assertThat(String.join(" ", groups(groups, "count"))).isEqualTo(counts);
  }

  @Test
  void oneErrorIsShownWithItsTrendAndItsLatestOccurrences() {
    var json = api.get("/api/v1/errors/" + A).json();

    assertThat(groups(json.get("groups"), "app")).containsExactly("shop", "batch");
    assertThat(groups(json.get("groups"), "occurrences")).containsExactly("12", "3");
    assertThat(json.get("groups").get(0).get("sample").get("stack").asText()).hasSize(2500);
    assertThat(json.get("from").asText()).isEqualTo("2026-06-03T12:00:00Z");
    assertThat(json.get("to").asText()).isEqualTo("2026-06-10T13:00:00Z");
    assertThat(json.get("trend")).hasSize(7 * 24 + 1);
    assertThat(json.get("trend").get(0))
        .isEqualTo(QueryApi.json("{\"hour\": \"2026-06-03T12:00:00Z\", \"count\": 0}"));
    assertThat(notZero(json.get("trend")))
        .containsExactly(
            "2026-06-08T10:00:00Z 8", "2026-06-10T09:00:00Z 3", "2026-06-10T12:00:00Z 4");
    assertThat(json.get("occurrences"))
        .isEqualTo(
            QueryApi.json(
                """
                [{"app": "shop", "instanceId": "web-1", "errorId": "e-2",
                  "timestamp": "2026-06-10T12:10:00.125Z", "received": "2026-06-10T12:10:01Z",
                  "message": "x is undefined", "stack": "at shop", "level": "error", "release": "1.2.0",
                  "environment": "production", "standsFor": 1, "tags": {"zone": "eu"}, "context": {"cart": 3},
                  "traceId": "trace-1"},
                 {"app": "batch", "instanceId": "job-1", "errorId": "e-1",
                  "timestamp": "2026-06-10T09:30:00Z", "received": "2026-06-10T09:30:01Z",
                  "message": null, "stack": null, "level": null, "release": null,
                  "environment": null, "standsFor": 1, "tags": {}, "context": null, "traceId": null}]
                """));
    assertThat(json.has("missing")).isFalse();
    // The signatures of these tests are made up, so their samples can't explain them.
    assertThat(json.get("explanation").isNull()).isTrue();
  }

  @Test
  void aSampleThatTellsItsSignatureIsExplained(Components components) throws Exception {
    var facts =
        new ErrorFacts(null, "Error", "no such cart 4711", null, List.of(), List.of(), List.of());
    var signature = StackSignature.of(facts);
    TestFleet.write(
        components,
        """
        INSERT INTO error_groups (tenant, app, signature, signature_version, revision, title, category, type, count,
          first_seen, last_seen, instance_count, instances, releases, sample_message)
        VALUES ('solo', 'shop', '%s', 1, 1, 'Error: no such cart 4711', 'unknown', 'Error', 1,
          '2026-06-01T00:00Z', '2026-06-01T00:00Z', 1, '{}', '{}', 'no such cart 4711')
        """
            .formatted(signature));

    var explanation =
        api.get("/api/v1/errors/" + signature, TestKeys.SOLO).json().get("explanation");

    assertThat(explanation.get("signature").asText()).isEqualTo(signature);
    assertThat(explanation.get("canonicalText").asText()).contains("message no such cart <n>");
  }

  @Test
  void occurrencesAreFilteredAndPaged() {
    var all = api.get("/api/v1/errors/" + A + "/occurrences").json();
    assertThat(groups(all.get("occurrences"), "errorId")).containsExactly("e-2", "e-1");
    assertThat(all.get("total").asLong()).isEqualTo(2);
    assertThat(all.get("standFor").asLong()).isEqualTo(2);

    var page = api.get("/api/v1/errors/" + A + "/occurrences?limit=1&offset=1").json();
    assertThat(groups(page.get("occurrences"), "errorId")).containsExactly("e-1");
    assertThat(page.get("total").asLong()).isEqualTo(2);

    for (var query :
        List.of(
            "app=shop",
            "instance=web-1",
            "release=1.2.0",
            "environment=production",
            "from=2026-06-10T12:00:00Z&to=2026-06-10T12:30:00Z")) {
      var found = api.get("/api/v1/errors/" + A + "/occurrences?" + query).json();
      assertThat(groups(found.get("occurrences"), "errorId")).as(query).containsExactly("e-2");
      assertThat(found.get("total").asLong()).as(query).isEqualTo(1);
    }
    assertThat(api.get("/api/v1/errors/" + C + "/occurrences").status()).isEqualTo(404);
    assertThat(api.get("/api/v1/errors/" + A + "/occurrences?limit=0").status()).isEqualTo(400);
  }

  @Test
  void aDecisionIsAppendedForEachAppThatHasTheError() {
    var answer = api.patch("/api/v1/errors/" + A, "{\"action\": \"resolve\", \"by\": \"ann\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"signature": "%s", "action": "resolve", "by": "ann", "apps": ["batch", "shop"]}
                """
                    .formatted(A)));
    assertThat(api.takeCommands())
        .extracting(ErrorCommand::getTenant, ErrorCommand::getApp, ErrorCommand::getSignature)
        .containsExactly(tuple("acme", "batch", A), tuple("acme", "shop", A));
  }

  @Test
  void aDecisionMayBeForOneApp() {
    var answer =
        api.patch(
            "/api/v1/errors/" + A, "{\"action\": \"ignore\", \"by\": \"ann\", \"app\": \"shop\"}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(api.takeCommands())
        .extracting(ErrorCommand::getApp, ErrorCommand::getAction, ErrorCommand::getBy)
        .containsExactly(tuple("shop", "ignore", "ann"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no json | 400 | body must be a JSON object",
        "[] | 400 | body must be a JSON object",
        "{\"action\": \"resolve\"} | 400 | by must be who decides",
        "{\"action\": \"mend\", \"by\": \"ann\"} | 400 | action must be one of resolve, ignore, reopen",
        "{\"action\": \"resolve\", \"by\": 7} | 400 | by must be 1 to 200 printable characters",
        "{\"action\": \"resolve\", \"by\": \"ann\", \"ap\": 1} | 400 | one of the fields",
        "{\"action\": \"resolve\", \"by\": \"ann\", \"app\": \"none\"} | 404 | There is no error",
      })
  void aDecisionThatCannotBeTakenUpIsAnsweredClearly(String body, int status, String detail) {
    var answer = api.patch("/api/v1/errors/" + A, body);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().get("detail").asText()).contains(detail);
    assertThat(api.takeCommands()).isEmpty();
  }

  @Test
  void aDecisionNeedsTheScopeAdminAndABroker() {
    var body = "{\"action\": \"resolve\", \"by\": \"ann\"}";
    assertThat(api.patch("/api/v1/errors/" + A, body, TestKeys.ACME).status()).isEqualTo(403);

    api.brokerAnswers(false);
    try {
      assertThat(api.patch("/api/v1/errors/" + A, body).status()).isEqualTo(503);
    } finally {
      api.brokerAnswers(true);
    }
    assertThat(api.takeCommands()).isEmpty();
  }

  @Test
  void theTrendHasTheRangeAskedFor() {
    var json = api.get("/api/v1/errors/" + A + "?period=4h").json();

    assertThat(groups(json.get("groups"), "occurrences")).containsExactly("4", "3");
    assertThat(json.get("trend")).hasSize(5);
    assertThat(notZero(json.get("trend")))
        .containsExactly("2026-06-10T09:00:00Z 3", "2026-06-10T12:00:00Z 4");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "aaaa", "' OR '1'='1", "%"})
  void anUnknownSignatureIsNotFound(String signature) {
    var encoded = URLEncoder.encode(signature, StandardCharsets.UTF_8);
    var answer = api.get("/api/v1/errors/" + encoded.replace("+", "%20"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.json().get("detail").asText())
        .isEqualTo("There is no error of this signature");
  }

  @Test
  void anotherTenantSeesOnlyItsOwn() {
    var list = api.get("/api/v1/errors", TestKeys.RIVAL);
    assertThat(list.json().get("totalOccurrences").asLong()).isEqualTo(1001);
    assertThat(list.body()).doesNotContain("x is undefined", B);

    var own = api.get("/api/v1/errors/" + A, TestKeys.RIVAL);
    assertThat(groups(own.json().get("occurrences"), "message")).containsExactly("of rival");
    assertThat(notZero(own.json().get("trend"))).containsExactly("2026-06-10T12:00:00Z 1000");

    assertThat(api.get("/api/v1/errors/" + B, TestKeys.RIVAL).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/errors/" + C).status()).isEqualTo(404);
  }

  private static List<String> groups(Iterable<JsonNode> groups, String field) {
    var values = new ArrayList<String>();
    groups.forEach(group -> values.add(group.get(field).asText()));
    return values;
  }

  private static List<String> notZero(Iterable<JsonNode> trend) {
    var values = new ArrayList<String>();
    for (var hour : trend) {
      if (hour.get("count").asLong() != 0) {
        values.add(hour.get("hour").asText() + " " + hour.get("count").asText());
      }
    }
    return values;
  }
}
