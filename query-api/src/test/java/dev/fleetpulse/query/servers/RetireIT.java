package dev.fleetpulse.query.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import dev.fleetpulse.schemas.InstanceKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class RetireIT {
  private static final String WEB_1 = "/api/v1/servers/web-1";

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
  void aServerIsRetiredAndWhoDidItIsTakenDown() {
    var decided = api.decisions().size();
    var answer = api.delete(WEB_1, TestKeys.ACME_ADMIN);

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().get("retired").textValue()).isEqualTo("web-1");
    assertThat(api.takeRetired()).containsExactly(new InstanceKey("acme", "web-1"));
    assertThat(api.decisions()).hasSize(decided + 1);
    var taken = api.decisions().getLast();
    assertThat(taken.getKind()).isEqualTo("retire");
    assertThat(taken.getAlertKey()).isEqualTo("instance/web-1");
    assertThat(taken.getTenant()).isEqualTo("acme");
    assertThat(taken.getBy()).isEqualTo("key acmeadmn");
  }

  @Test
  void aServerNobodyKnowsOrOfAnotherTenantIsNotFound() {
    assertThat(api.delete("/api/v1/servers/nobody", TestKeys.ACME_ADMIN).status()).isEqualTo(404);
    assertThat(api.delete("/api/v1/servers/web-2", TestKeys.RIVAL_ADMIN).status()).isEqualTo(404);
    assertThat(api.takeRetired()).isEmpty();
  }

  @Test
  void whoOnlyReadsMayNotRetire() {
    assertThat(api.delete(WEB_1, TestKeys.ACME).status()).isEqualTo(403);
    assertThat(api.takeRetired()).isEmpty();
  }

  @Test
  void whatIsAskedBesidesIsRefused() {
    assertThat(api.delete(WEB_1 + "?force=true", TestKeys.ACME_ADMIN).status()).isEqualTo(400);
  }

  @Test
  void withoutTheBrokerItIsPutOff() {
    api.brokerAnswers(false);
    try {
      assertThat(api.delete(WEB_1, TestKeys.ACME_ADMIN).status()).isEqualTo(503);
    } finally {
      api.brokerAnswers(true);
    }
  }
}
