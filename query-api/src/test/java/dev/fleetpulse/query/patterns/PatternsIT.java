package dev.fleetpulse.query.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
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
class PatternsIT {
  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    TestFleet.write(
        components,
        """
        INSERT INTO patterns (tenant, pattern_id, revision, kind, name, status, opened_at, closed_at, first_app,
          app_count, count, instances, first_hour, last_hour, apps)
        VALUES
          ('acme', 'category-timeout-1', 7, 'category', 'timeout', 'growing', '2026-06-10T11:10Z', NULL, 'shop', 2, 12, 4,
           '2026-06-10T09:00Z', '2026-06-10T11:00Z',
           '[{"app": "shop", "count": 10, "instances": 3, "firstHourMs": 1781082000000, "lastHourMs": 1781089200000},
             {"app": "batch", "count": 2, "instances": 1, "firstHourMs": 1781089200000, "lastHourMs": 1781089200000}]'),
          ('acme', 'root-cause-aa-1', 3, 'root-cause', 'aa', 'closed', '2026-06-08T10:00Z', '2026-06-09T12:00Z', 'batch',
           2, 2, 2, '2026-06-08T10:00Z', '2026-06-08T11:00Z', '[]'),
          ('rival', 'category-timeout-1', 7, 'category', 'timeout', 'open', '2026-06-10T11:10Z', NULL, 'theirs', 2, 2, 2,
           '2026-06-10T09:00Z', '2026-06-10T11:00Z', '[]')
        """);
    api = QueryApi.over(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void thePatternsOfTheTenantTheLatestFirst() {
    var answer = api.get("/api/v1/patterns");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("total").asLong()).isEqualTo(2);
    assertThat(answer.json().get("patterns").get(0))
        .isEqualTo(
            QueryApi.json(
                """
                {"id": "category-timeout-1", "kind": "category", "name": "timeout", "status": "growing",
                 "openedAt": "2026-06-10T11:10:00Z", "closedAt": null, "firstApp": "shop", "count": 12,
                 "instances": 4, "firstHour": "2026-06-10T09:00:00Z", "lastHour": "2026-06-10T11:00:00Z",
                 "apps": [
                   {"app": "shop", "count": 10, "instances": 3, "firstHour": "2026-06-10T09:00:00Z",
                    "lastHour": "2026-06-10T11:00:00Z"},
                   {"app": "batch", "count": 2, "instances": 1, "firstHour": "2026-06-10T11:00:00Z",
                    "lastHour": "2026-06-10T11:00:00Z"}]}
                """));
    assertThat(api.get("/api/v1/patterns", TestKeys.RIVAL).json().get("total").asLong()).isOne();
  }

  @ParameterizedTest
  @CsvSource({
    "status=active, timeout",
    "status=closed, aa",
    "kind=root-cause, aa",
    "app=batch, timeout",
    "period=25h, timeout aa",
    "period=2h, timeout",
    "limit=1&offset=1, aa",
    "from=2026-06-01T00:00:00Z&to=2026-06-02T00:00:00Z, ''"
  })
  void theListIsFiltered(String query, String names) {
    var found = new ArrayList<String>();
    api.get("/api/v1/patterns?" + query)
        .json()
        .get("patterns")
        .forEach(pattern -> found.add(pattern.get("name").asText()));

    assertThat(found).isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status=happy", "kind=colour", "limit=0", "sort=name"})
  void whatCannotBeAskedIsRefused(String query) {
    assertThat(api.get("/api/v1/patterns?" + query).status()).isEqualTo(400);
  }
}
