package dev.fleetpulse.load.fault.query;

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

/** The short form of {@code ./fleetpulse fault query}. */
@ExtendWith(RealComponents.class)
@Timeout(600)
class QueryFaultIT {
  @Test
  void whatOneStoreCannotAnswerTheOtherOrTheMemoryDoes(Components components, @TempDir Path folder)
      throws Exception {
    try (var stack = new QueryStack(ClassPaths.own(), components.registryUrl(), folder)) {
      var outcome = new QueryFault(stack, Duration.ofSeconds(6), System.out).run();

      System.out.print(outcome.text());
      assertThat(outcome.holds()).as(outcome.text()).isTrue();
    }
  }
}
