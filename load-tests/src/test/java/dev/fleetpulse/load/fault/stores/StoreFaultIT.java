package dev.fleetpulse.load.fault.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.ProcessingStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
    try (var stack =
        ProcessingStack.asInProduction(
            ClassPaths.own(), components.registryUrl(), folder, Map.of())) {
      var outcome = new StoreFault(stack, plan, System.out).run();

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
