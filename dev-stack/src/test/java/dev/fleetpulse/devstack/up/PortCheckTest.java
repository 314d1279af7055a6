package dev.fleetpulse.devstack.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PortCheckTest {
  private static final Elsewhere NOTHING =
      new Elsewhere(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void aBusyPortIsNamedWithItsPartAndTheWayOut() throws Exception {
    try (var registry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var plan = new PortPlan(registry.getLocalPort() - 22);
      assertThatThrownBy(() -> PortCheck.refuseIfBusy(plan, NOTHING))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(registry.getLocalPort() + " (registry)")
          .hasMessageContaining("./fleetpulse up --port-base " + plan.next().base());
    }
  }

  @Test
  void aBusyPortOfSomethingThatRunsElsewhereIsNotOurs() throws Exception {
    try (var registry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var plan = new PortPlan(registry.getLocalPort() - 22);
      var elsewhere =
          new Elsewhere(
              Optional.empty(),
              Optional.of("http://127.0.0.1:" + registry.getLocalPort()),
              Optional.empty(),
              Optional.empty());
      assertThat(refusal(plan, elsewhere)).doesNotContain("(registry)");
      assertThat(refusal(plan, NOTHING)).contains("(registry)");
    }
  }

  /** Other ports of the plan may well be somebody else's while the tests run. */
  private static String refusal(PortPlan plan, Elsewhere elsewhere) {
    try {
      PortCheck.refuseIfBusy(plan, elsewhere);
      return "";
    } catch (RefusedException e) {
      return e.getMessage();
    }
  }
}
