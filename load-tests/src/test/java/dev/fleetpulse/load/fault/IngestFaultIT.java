package dev.fleetpulse.load.fault;

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

/** The short form of {@code ./fleetpulse fault ingest}. */
@ExtendWith(RealComponents.class)
@Timeout(600)
class IngestFaultIT {
  private static final int PARTITIONS = 6;

  @Test
  void whatWasAcknowledgedIsInTheLogOnceWhateverIsKilled(
      Components components, @TempDir Path folder) throws Exception {
    var plan =
        new IngestFault.Plan(
            500, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(8), 2);
    try (var stack = new FaultStack(ClassPaths.own(), components.registryUrl(), folder)) {
      var outcome = new IngestFault(stack, plan, System.out).run();

      System.out.print(outcome.text());
      var findings = outcome.findings();
      assertThat(outcome.holds()).as(outcome.text()).isTrue();
      assertThat(findings.lost()).isZero();
      assertThat(findings.acknowledged()).isGreaterThanOrEqualTo(plan.instances() * 4L);
      assertThat(findings.incarnations()).isEqualTo(1 + plan.ingestKills());
      assertThat(findings.goodbyes()).isEqualTo(PARTITIONS);
      assertThat(outcome.journal().unavailable()).as("503, the broker was away").isPositive();
      assertThat(outcome.journal().unreachable()).as("ingest was away").isPositive();
      assertThat(outcome.journal().retries()).isPositive();
    }
  }
}
