package dev.fleetpulse.load.fault.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.load.stack.ClassPaths;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./fleetpulse fault stores}. How fast it is says nothing here. */
@ExtendWith(RealComponents.class)
@Timeout(600)
class StoreFaultIT {
  @Test
  void bothStoresHaveEverythingOnceThoughEachWasKilled(Components components, @TempDir Path folder)
      throws Exception {
    var plan = new StoreFault.Plan(200, Duration.ofSeconds(8));
    var log = new OwnLog(folder);
    try (log) {
      log.start();

      var outcome =
          new StoreFault(
                  ClassPaths.own(),
                  log.bootstrapServers(),
                  components.registryUrl(),
                  folder,
                  plan,
                  System.out)
              .run();

      System.out.print(outcome.text());
      assertThat(outcome.complete()).as(outcome.text()).isTrue();
      assertThat(outcome.sent()).isGreaterThan(16L * plan.perSecond());
      assertThat(outcome.absences())
          .extracting(StoreFault.Absence::store)
          .containsExactly("clickhouse", "timescale");
      assertThat(outcome.absences())
          .allSatisfy(each -> assertThat(each.behind()).isGreaterThan(plan.perSecond()));
    }
  }
}
