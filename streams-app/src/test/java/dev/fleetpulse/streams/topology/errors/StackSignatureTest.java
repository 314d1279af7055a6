package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fleetpulse.schemas.Frame;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class StackSignatureTest {
  @Test
  void linesColumnsAndDeployFoldersDoNotMatter() {
    var moved =
        Reports.STACK
            .replace("10:15", "88:1")
            .replace("/srv/app-7f3a/releases/20260401", "/home/me/checkout");

    assertThat(StackSignature.of(Reports.report("a", 1).setStack(moved).build()))
        .isEqualTo(StackSignature.of(Reports.report("b", 2).build()));
  }

  @Test
  void anotherFunctionIsAnotherBug() {
    var other = Reports.STACK.replace("findUser", "findOrder");

    assertThat(StackSignature.of(Reports.report("a", 1).setStack(other).build()))
        .isNotEqualTo(StackSignature.of(Reports.report("a", 1).build()));
  }

  @Test
  void theCanonicalTextIsTypeAndFrames() {
    assertThat(StackSignature.canonicalText(Reports.report("a", 1).build()))
        .isEqualTo(
            """
            TypeError
            at findUser (src/users.js:#:#)
            at handle (src/server.js:#:#)
            at process.processTicksAndRejections (process/task_queues:#:#)""");
  }

  @Test
  void pythonCountsFromItsEnd() {
    var stack =
        """
        Traceback (most recent call last):
          File "/opt/shop/main.py", line 3, in <module>
            main()
          File "/opt/shop/orders.py", line 30, in total
            return sum(prices)
        """;

    assertThat(StackSignature.canonicalText(Reports.report("a", 1).setStack(stack).build()))
        .isEqualTo(
            """
            TypeError
            File "shop/orders.py", line #, in total
            File "shop/main.py", line #, in <module>""");
  }

  @Test
  void framesAreTakenAsTheyCame() {
    var frames =
        List.of(
            Frame.newBuilder().setFunction("total").setModule("orders").setLine(3).build(),
            Frame.newBuilder().setFunction("main").setFile("/opt/shop/main.py").build());
    var report = Reports.report("a", 1).setFrames(frames).build();

    assertThat(StackSignature.canonicalText(report))
        .isEqualTo("TypeError\ntotal in orders\nmain in shop/main.py");
  }

  @Test
  void withoutFramesTheMessageWithoutItsNumbersCounts() {
    var report = Reports.report("a", 1).setStack(null).setMessage("Order 4711 at 0x7ffe is gone");

    assertThat(StackSignature.canonicalText(report.build()))
        .isEqualTo("TypeError\nOrder # at # is gone");
  }

  @Test
  void theClientsOwnGroupingWins() {
    var report = Reports.report("a", 1).setFingerprint(List.of("checkout", "total"));

    assertThat(StackSignature.canonicalText(report.build()))
        .isEqualTo("fingerprint\ncheckout\ntotal");
  }

  @Property(tries = 500)
  void anyTextHasASignature(@ForAll String stack, @ForAll String message) {
    var report = Reports.report("a", 1).setStack(stack).setMessage(message).build();

    assertThat(StackSignature.of(report)).hasSize(64).isEqualTo(StackSignature.of(report));
  }

  @Test
  void slashesWithoutEndTakeNoTime() {
    var path = "/a".repeat(500_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(NormalText.of(path)).isEqualTo("a/a"));
  }
}
