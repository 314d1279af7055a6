package dev.fleetpulse.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class AuditIT {
  private static final String PATH = "/api/v1/audit";

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    TestFleet.write(
        components,
        """
        INSERT INTO audit_log (tenant, event_id, at, action, subject, by_whom, details)
        VALUES
          ('acme', 'k1', '2026-06-10T10:00Z', 'key.create', '3fZk81Qa', 'key acmeadmn', '{"scopes": "read"}'),
          ('acme', 'k2', '2026-06-10T10:00Z', 'key.revoke', '3fZk81Qa', 'key acmeadmn', '{}'),
          ('acme', 'k3', '2026-05-01T10:00Z', 'key.create', '8Hd02kLm', 'key acmeadmn', '{}')
        """);
    api = QueryApi.over(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void listsWhatWasDoneTheLatestFirst() {
    var answer = api.get(PATH, TestKeys.ACME_ADMIN);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().get("entries"))
        .extracting(entry -> entry.get("id").textValue())
        .containsExactly("x1", "k1", "k2", "k3");
    assertThat(answer.json().at("/entries/1/action").textValue()).isEqualTo("key.create");
    assertThat(answer.json().at("/entries/1/details/scopes").textValue()).isEqualTo("read");
    assertThat(answer.json().get("total").intValue()).isEqualTo(4);
  }

  @Test
  void narrowsByTimeActionAndSubject() {
    assertThat(ids("?period=1d")).containsExactly("x1", "k1", "k2");
    assertThat(ids("?from=2026-05-01T00:00:00Z&to=2026-06-10T10:00:00Z")).containsExactly("k3");
    assertThat(ids("?action=key.create")).containsExactly("k1", "k3");
    assertThat(ids("?subject=3fZk81Qa&action=key.revoke")).containsExactly("k2");
    assertThat(ids("?limit=1&offset=1")).containsExactly("k1");
  }

  @Test
  void onlyTheTenantsOwnAndOnlyForAdministrators() {
    assertThat(api.get(PATH, TestKeys.RIVAL_ADMIN).json().get("entries"))
        .extracting(entry -> entry.get("id").textValue())
        .containsExactly("x2");
    assertThat(api.get(PATH, TestKeys.ACME).status()).isEqualTo(403);
    assertThat(api.get(PATH + "?acton=key.create", TestKeys.ACME_ADMIN).status()).isEqualTo(400);
  }

  @Test
  void whatIsDecidedAboutErrorsIsTakenDown() {
    api.takeAudit();
    var signature = "a".repeat(64);

    var decided =
        api.patch("/api/v1/errors/" + signature, "{\"action\": \"resolve\", \"by\": \"ann\"}");

    assertThat(decided.status()).as(decided.body()).isEqualTo(202);
    assertThat(api.takeAudit())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getTenant()).isEqualTo("acme");
              assertThat(event.getAction()).isEqualTo("error.resolve");
              assertThat(event.getSubject()).isEqualTo(signature);
              assertThat(event.getBy()).isEqualTo("ann");
              assertThat(event.getDetails()).containsEntry("key", "acmeadmn");
            });
  }

  private static Iterable<String> ids(String query) {
    var ids = new ArrayList<String>();
    api.get(PATH + query, TestKeys.ACME_ADMIN)
        .json()
        .get("entries")
        .forEach(entry -> ids.add(entry.get("id").textValue()));
    return ids;
  }
}
