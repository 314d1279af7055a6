package dev.fleetpulse.load.fault.outage;

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

/** The short form of {@code ./fleetpulse fault outage}. */
@ExtendWith(RealComponents.class)
@Timeout(900)
class OutageFaultIT {
  /** Longer than the threshold, or nobody could have been said to be down. */
  private static final Duration OUTAGE = Duration.ofSeconds(75);

  @Test
  void exactlyThoseWhoDiedAreFoundAndNobodyFallsByOurOutage(
      Components components, @TempDir Path folder) throws Exception {
    var plan = new OutageFault.Plan(60, 5, OUTAGE, Duration.ofSeconds(5), Duration.ofSeconds(40));
    try (var stack =
        new OutageStack(ClassPaths.own(), components.registryUrl(), folder, plan.downAfter())) {
      var outcome = new OutageFault(stack, plan, System.out).run();

      System.out.print(outcome.text());
      assertThat(outcome.holds()).as(outcome.text()).isTrue();
    }
  }
}
