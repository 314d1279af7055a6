package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortPlanTest {
  private static final Elsewhere NOTHING =
      new Elsewhere(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void noPortIsUsedTwice() {
    assertThat(new PortPlan(9400).needed(NOTHING))
        .extracting(PortPlan.Use::port)
        .doesNotHaveDuplicates()
        .allMatch(port -> port >= 9400 && port <= 9425);
  }

  @Test
  void aPlanBesideAnotherSharesNoPortWithIt() {
    var plan = new PortPlan(9400);
    assertThat(plan.next().needed(NOTHING))
        .extracting(PortPlan.Use::port)
        .doesNotContainAnyElementsOf(
            plan.needed(NOTHING).stream().map(PortPlan.Use::port).toList());
  }

  @Test
  void theLastPlanIsFollowedByOneThatFits() {
    assertThat(new PortPlan(65_510).next().base()).isEqualTo(1024);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1023, 65_511, 70_000})
  void aBaseThatDoesNotFitIsRefused(int base) {
    assertThatThrownBy(() -> new PortPlan(base))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--port-base must be from 1024 to 65510: " + base);
  }

  @Test
  void whatRunsElsewhereNeedsNoPort() {
    var elsewhere =
        new Elsewhere(
            Optional.of("broker:9092"),
            Optional.of("http://registry"),
            Optional.empty(),
            Optional.empty());
    assertThat(new PortPlan(9400).needed(elsewhere))
        .extracting(PortPlan.Use::part)
        .doesNotContain("kafka", "registry")
        .contains("postgresql", "clickhouse", "ingest");
  }
}
