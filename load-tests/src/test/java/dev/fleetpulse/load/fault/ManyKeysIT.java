package dev.fleetpulse.load.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.load.stack.ClassPaths;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./fleetpulse fault keys}, with a sample of the instances sending. */
@ExtendWith(RealComponents.class)
@Timeout(600)
class ManyKeysIT {
  private static final int KEYS = 100_000;
  private static final int SENDERS = 3_000;

  @Test
  void ingestKnowsAKeyOfEachInstanceOnceItIsReady(Components components, @TempDir Path folder)
      throws Exception {
    try (var stack = new FaultStack(ClassPaths.own(), components.registryUrl(), folder)) {
      var outcome = new ManyKeys(stack, KEYS, SENDERS, System.out).run();

      System.out.print(outcome.text());
      assertThat(outcome.acknowledged()).as(outcome.text()).isEqualTo(SENDERS);
      assertThat(outcome.heapMax()).isLessThanOrEqualTo(512L * 1024 * 1024);
      assertThat(outcome.heapAtEnd()).isPositive().isLessThan(256L * 1024 * 1024);
    }
  }
}
