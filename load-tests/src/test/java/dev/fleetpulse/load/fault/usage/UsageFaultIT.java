package dev.fleetpulse.load.fault.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.load.fault.Rounds;
import dev.fleetpulse.load.stack.ClassPaths;
import dev.fleetpulse.load.stack.ProcessingStack;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code ./fleetpulse fault usage}. */
@ExtendWith(RealComponents.class)
@Timeout(900)
class UsageFaultIT {
  @Test
  void bothStoresEqualTheOracleWhateverIsKilled(Components components, @TempDir Path folder)
      throws Exception {
    var plan = new Rounds(4, 40, 200, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (var stack = ProcessingStack.hurried(ClassPaths.own(), components.registryUrl(), folder)) {
      var outcome = new UsageFault(stack, plan, System.out).run();

      System.out.print(outcome.text());
      assertThat(outcome.holds()).as(outcome.text()).isTrue();
      assertThat(outcome.accepted()).isGreaterThan((long) plan.perSecond() * plan.count());
      assertThat(outcome.records()).as("copies").isGreaterThan(outcome.distinct());
      assertThat(outcome.distinct()).as("too late").isGreaterThan(outcome.accepted());
      assertThat(outcome.rows()).isGreaterThan(plan.instances());
      assertThat(outcome.ledger().hours()).isGreaterThan(1);
      assertThat(outcome.ledger().balanced()).isEqualTo(outcome.ledger().hours());
      assertThat(outcome.ledger().lost()).isZero();
    }
  }
}
