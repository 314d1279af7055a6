package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoKeyTest {
  @Test
  void ourProgramsAcceptAGeneratedKeyForSendingAndReadingOnly(@TempDir Path folder)
      throws Exception {
    var key = new DemoKey(new Secrets(folder).apiKey("demo-key"));
    var known = AccessKeys.parse(key.setting());

    for (var scope : new Scope[] {Scope.INGEST, Scope.READ}) {
      assertThat(known.decide("Bearer " + key.text(), null, scope))
          .isEqualTo(
              new AccessDecision.Granted(
                  key.text().substring(4, 12), "demo", new Binding.Tenant()));
    }
    assertThat(known.decide("Bearer " + key.text(), null, Scope.ADMIN))
        .isInstanceOf(AccessDecision.Forbidden.class);
  }

  @Test
  void whatProgramsAreToldDoesNotHoldTheSecret(@TempDir Path folder) throws Exception {
    var key = new DemoKey(new Secrets(folder).apiKey("demo-key"));
    assertThat(key.setting()).doesNotContain(key.text().substring(13));
    assertThat(key.toString()).doesNotContain(key.text().substring(13));
  }
}
