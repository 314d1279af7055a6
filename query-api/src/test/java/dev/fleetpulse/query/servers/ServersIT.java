package dev.fleetpulse.query.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealComponents.class)
class ServersIT {
  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void theListHoldsTheLatestStateOfEveryServer() {
    var answer = api.get("/api/v1/servers");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"servers": [
                  {"id": "web-2", "name": "web-2", "app": "shop", "status": "down",
                   "reason": "nothing received for 180 s", "statusSince": "2026-06-10T12:00:00Z",
                   "lastHeartbeat": "2026-06-10T11:57:00Z", "version": "1.1.0", "uptimeSeconds": 100,
                   "memoryMB": 512.0, "cpuPercent": null,
                   "routes": {"total": null, "unhealthy": null, "slowestPath": null, "slowestAvgMs": null},
                   "lastRepair": null, "cost": 0},
                  {"id": "job-1", "name": "Nightly 100%_job", "app": "batch", "status": "degraded",
                   "reason": "2 of 4 routes are unhealthy", "statusSince": "2026-06-10T11:30:00Z",
                   "lastHeartbeat": "2026-06-10T12:29:00Z", "version": null, "uptimeSeconds": 12600,
                   "memoryMB": 64.0, "cpuPercent": 80.0,
                   "routes": {"total": 4, "unhealthy": 2, "slowestPath": null, "slowestAvgMs": null},
                   "lastRepair": "2026-06-10T10:00:00Z", "cost": 0.000000001},
                  {"id": "web-1", "name": "Web One", "app": "shop", "status": "healthy",
                   "reason": "says so itself", "statusSince": "2026-06-10T08:00:00Z",
                   "lastHeartbeat": "2026-06-10T12:29:30.250Z", "version": "1.2.0", "uptimeSeconds": 86400,
                   "memoryMB": 256.5, "cpuPercent": 12.5,
                   "routes": {"total": 8, "unhealthy": 0, "slowestPath": "/api/search", "slowestAvgMs": 450.0},
                   "lastRepair": null, "cost": 1.750000001}],
                 "total": 3, "page": {"limit": 50, "offset": 0, "next": null}}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "status, web-2 job-1 web-1",
    "-status, web-1 job-1 web-2",
    "name, job-1 web-1 web-2",
    "-name, web-2 web-1 job-1",
    "last_heartbeat, web-2 job-1 web-1",
    "-last_heartbeat, web-1 job-1 web-2",
    "uptime, web-2 job-1 web-1",
    "memory, job-1 web-1 web-2",
    "-memory, web-2 web-1 job-1",
    "last_repair, job-1 web-1 web-2",
    "-last_repair, job-1 web-1 web-2",
    "cost, web-2 job-1 web-1",
    "-cost, web-1 job-1 web-2"
  })
  void theListIsSorted(String sort, String expected) {
    assertThat(ids("sort=" + sort)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "status=down, web-2",
    "app=shop, web-2 web-1",
    "app=SHOP, ''",
    "q=WEB, web-2 web-1",
    "q=web one, web-1",
    "q=batch, job-1",
    "q=100%_, job-1",
    "q=%, job-1",
    "q=_, job-1",
    "status=healthy&app=batch, ''",
    "tag=zone:eu, job-1 web-1",
    "tag=zone:eu&tag=rack:7, web-1",
    "tag=zone:e, ''",
    "limit=1, web-2",
    "limit=1&offset=1, job-1",
    "offset=3, ''"
  })
  void theListIsFiltered(String query, String expected) {
    assertThat(ids(query)).isEqualTo(expected);
  }

  @Test
  void asAFileTheListHasAllServersAndNoPages() {
    var answer = api.csv("/api/v1/servers?app=shop&sort=name");

    assertThat(answer.contentType()).isEqualTo("text/csv; charset=utf-8; header=present");
    assertThat(answer.body())
        .isEqualTo(
            """
            id,name,app,status,reason,statusSince,lastHeartbeat,version,uptimeSeconds,memoryMB,cpuPercent,\
            routesTotal,routesUnhealthy,slowestPath,slowestAvgMs,lastRepair,cost\r
            web-1,Web One,shop,healthy,says so itself,2026-06-10T08:00:00Z,2026-06-10T12:29:30.250Z,1.2.0,\
            86400,256.5,12.5,8,0,/api/search,450.0,,1.750000001\r
            web-2,web-2,shop,down,nothing received for 180 s,2026-06-10T12:00:00Z,2026-06-10T11:57:00Z,1.1.0,\
            100,512.0,,,,,,,0\r
            """);
    assertThat(api.csv("/api/v1/servers", TestKeys.RIVAL).body()).hasLineCount(2);
    assertThat(api.csv("/api/v1/servers?limit=1&offset=1").body()).hasLineCount(2);
  }

  @Test
  void cursorsLeadFromPageToPage() {
    var first = api.get("/api/v1/servers?sort=-memory&limit=2").json();
    assertThat(first.get("page").get("offset").asInt()).isZero();
    var next = first.get("page").get("next").asText();

    var second = api.get("/api/v1/servers?sort=-memory&limit=2&cursor=" + next).json();
    assertThat(second.get("servers")).hasSize(1);
    assertThat(second.at("/servers/0/id").asText()).isEqualTo("job-1");
    assertThat(second.get("total").asLong()).isEqualTo(3);
    assertThat(second.get("page")).isEqualTo(QueryApi.json("{\"limit\": 2, \"next\": null}"));
  }

  @Test
  void aCursorIsGoodForItsOwnQuestionAndTenantOnly() {
    var next = api.get("/api/v1/servers?limit=1").json().at("/page/next").asText();

    assertThat(api.get("/api/v1/servers?limit=2&cursor=" + next).status()).isEqualTo(200);
    assertThat(api.get("/api/v1/servers?sort=name&cursor=" + next).status()).isEqualTo(400);
    assertThat(api.get("/api/v1/servers?app=shop&cursor=" + next).status()).isEqualTo(400);
    var stolen = api.get("/api/v1/servers?cursor=" + next, TestKeys.RIVAL);
    assertThat(stolen.status()).isEqualTo(400);
    assertThat(stolen.body()).doesNotContain("web-");
  }

  @Test
  void theTotalCountsAllPagesOfTheFilter() {
    assertThat(api.get("/api/v1/servers?app=shop&limit=1&offset=7").json().get("total").asLong())
        .isEqualTo(2);
  }

  @Test
  void aServerIsShownWithEverythingKnownOfIt() {
    var answer = api.get("/api/v1/servers/web-1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .isEqualTo(
            QueryApi.json(
                """
                {"server":
                  {"id": "web-1", "name": "Web One", "app": "shop", "status": "healthy",
                   "reason": "says so itself", "statusSince": "2026-06-10T08:00:00Z",
                   "lastHeartbeat": "2026-06-10T12:29:30.250Z", "version": "1.2.0", "uptimeSeconds": 86400,
                   "memoryMB": 256.5, "cpuPercent": 12.5,
                   "routes": {"total": 8, "unhealthy": 0, "slowestPath": "/api/search", "slowestAvgMs": 450.0},
                   "lastRepair": null, "cost": 1.750000001},
                 "evidence":
                  {"status": "healthy", "reason": "says so itself", "since": "2026-06-10T08:00:00Z",
                   "firstSeen": "2026-06-01T00:00:00Z", "lastContact": "2026-06-10T12:29:30.250Z",
                   "downAfterMs": 180000, "partitionClock": "2026-06-10T12:29:31Z", "ingestor": "ingest-a",
                   "partition": 0, "platformClock": "2026-06-10T12:30:00Z",
                   "recoveredAt": "2026-06-01T00:00:00Z", "skewMs": 750},
                 "lastHeartbeat": {"instanceId": "web-1", "metadata": {"zone": "eu", "tags": {"zone": "eu", "rack": "7"}}},
                 "heartbeats": [
                  {"timestamp": "2026-06-10T12:29:29.500Z", "received": "2026-06-10T12:29:30.250Z",
                   "status": "healthy", "uptimeSeconds": 86400, "memoryMB": 256.5, "cpuPercent": 12.5,
                   "unhealthyRoutes": 0, "slowestAvgMs": 450.0, "totalTokens": 45000, "totalCost": 0.120000001,
                   "totalCalls": 85},
                  {"timestamp": "2026-06-10T12:28:29.500Z", "received": "2026-06-10T12:28:30Z",
                   "status": "healthy", "uptimeSeconds": 86340, "memoryMB": 255.0, "cpuPercent": 11.0,
                   "unhealthyRoutes": 0, "slowestAvgMs": 500.0, "totalTokens": 44000, "totalCost": 0.11,
                   "totalCalls": 84}],
                 "usage":
                  {"from": "2026-06-09T12:00:00Z", "to": "2026-06-10T13:00:00Z", "heartbeats": 90,
                   "tokens": 1500, "cost": 1.750000001, "calls": 15, "repairs": 4, "repairSuccesses": 3,
                   "repairFailures": 1},
                 "statusChanges": [
                  {"at": "2026-06-10T08:00:00Z", "from": "down", "to": "healthy", "reason": "heard again",
                   "lastContact": "2026-06-10T08:00:00Z", "downAfterMs": 180000,
                   "partitionClock": "2026-06-10T08:00:00Z", "ingestor": "ingest-b"},
                  {"at": "2026-06-10T07:00:00Z", "from": "healthy", "to": "down",
                   "reason": "nothing received for 180 s", "lastContact": "2026-06-10T06:57:00Z",
                   "downAfterMs": 180000, "partitionClock": "2026-06-10T07:00:00Z", "ingestor": "ingest-a"},
                  {"at": "2026-06-01T00:00:00Z", "from": null, "to": "healthy", "reason": "first heartbeat",
                   "lastContact": "2026-06-01T00:00:00Z", "downAfterMs": 180000,
                   "partitionClock": "2026-06-01T00:00:00Z", "ingestor": "ingest-a"}],
                 "repairs": [
                  {"id": "0c", "timestamp": "2026-06-10T12:00:00Z", "success": null, "error": null, "tokens": null,
                   "cost": null, "model": null, "durationMs": null},
                  {"id": "0b", "timestamp": "2026-06-10T11:00:00Z", "success": false, "error": null, "tokens": 180,
                   "cost": 0.000000001, "model": null, "durationMs": null},
                  {"id": "0a", "timestamp": "2026-06-10T10:00:00Z", "success": true, "error": "TypeError",
                   "tokens": 1820, "cost": 0.0045, "model": "m", "durationMs": 900}],
                 "openAlerts": [
                  {"id": "e1", "type": "instance.down", "severity": "critical", "status": "open",
                   "message": "web-1 is down", "openedAt": "2026-06-10T12:00:00Z",
                   "lastSeen": "2026-06-10T12:05:00Z"}],
                 "errorGroups": [
                  {"signature": "%1$s", "title": "TypeError: x is undefined", "category": "type-error",
                   "count": 12, "firstSeen": "2026-06-08T10:00:00Z", "lastSeen": "2026-06-10T12:10:00Z"},
                  {"signature": "%2$s", "title": "Error: connect refused", "category": "network",
                   "count": 5, "firstSeen": "2026-06-01T00:00:00Z", "lastSeen": "2026-06-01T00:30:00Z"}]}
                """
                    .formatted("a".repeat(64), "b".repeat(64))));
  }

  @Test
  void aServerOfWhichLittleIsKnownIsShownToo() {
    var json = api.get("/api/v1/servers/web-2").json();

    assertThat(json.get("lastHeartbeat").isNull()).isTrue();
    assertThat(json.get("heartbeats")).isEmpty();
    assertThat(json.get("usage").get("heartbeats").asLong()).isZero();
    assertThat(json.get("usage").get("cost").decimalValue()).isEqualByComparingTo("0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "WEB-1", "web-1'--", "%00", "web-1%0A", "..%2Fweb-1"})
  void anUnknownServerIsNotFound(String id) {
    var answer = api.get("/api/v1/servers/" + id);

    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
  }

  @Test
  void anotherTenantSeesOnlyItsOwn() {
    var list = api.get("/api/v1/servers", TestKeys.RIVAL).json();
    assertThat(list.get("total").asLong()).isEqualTo(1);
    assertThat(list.get("servers").get(0).get("name").asText()).isEqualTo("Rival Web");

    var own = api.get("/api/v1/servers/web-1", TestKeys.RIVAL);
    assertThat(own.json().get("lastHeartbeat").get("secret").asText()).isEqualTo("of rival");
    assertThat(own.body()).doesNotContain("ingest-a", "x is undefined", "1.75");

    assertThat(api.get("/api/v1/servers/web-2", TestKeys.RIVAL).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/servers?app=batch", TestKeys.RIVAL).json().get("total").asLong())
        .isZero();
  }

  /** The ids on the page, in their order. */
  private static String ids(String query) {
    var encoded =
        Arrays.stream(query.split("&", -1))
            .map(part -> part.split("=", 2))
            .map(part -> part[0] + "=" + URLEncoder.encode(part[1], StandardCharsets.UTF_8))
            .reduce((left, right) -> left + "&" + right)
            .orElseThrow();
    var ids = new StringBuilder();
    for (var server : api.get("/api/v1/servers?" + encoded).json().get("servers")) {
      ids.append(ids.isEmpty() ? "" : " ").append(server.get("id").asText());
    }
    return ids.toString();
  }
}
