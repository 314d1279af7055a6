package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.Cause;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import dev.fleetpulse.signature.StackSignature;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportFactsTest {
  @Test
  void textIsSignedByItsFrames() {
    assertThat(text(Reports.report("a", 1)))
        .isEqualTo(
            """
            language javascript
            type TypeError
            at findUser in src/users.js
            at handle in src/server.js
            """);
  }

  @Test
  void framesGivenAsFramesAreSignedLikeText() {
    var report = Reports.report("a", 1).setLanguage("node");
    var frames =
        List.of(
            frame("findUser", "/srv/app/src/users.js").setLine(10).build(),
            frame("handle", "/srv/app/src/server.js").setLine(120).setColumn(3).build());

    assertThat(text(Reports.report("a", 1).setLanguage("node").setStack(null).setFrames(frames)))
        .isEqualTo(text(report));
  }

  @Test
  void framesTheClientCallsForeignDoNotCountBesideItsOwn() {
    var frames =
        List.of(
            frame("cached", "/srv/app/src/vendored.js").setInApp(false).build(),
            frame("handle", "/srv/app/src/server.js").setInApp(true).build());

    assertThat(text(Reports.report("a", 1).setFrames(frames)))
        .isEqualTo("language javascript\ntype TypeError\nat handle in src/server.js\n");
  }

  @Test
  void rootCauseOfCausesGivenApartCounts() {
    var cause =
        Cause.newBuilder()
            .setType("RangeError")
            .setMessage("too far")
            .setStack("RangeError: too far\n    at seek (/srv/app/src/file.js:1:2)")
            .build();

    assertThat(text(Reports.report("a", 1).setCauses(List.of(cause))))
        .startsWith("language javascript\ntype RangeError\nat seek in src/file.js\n");
  }

  @Test
  void ownGroupingOfTheClientWins() {
    assertThat(text(Reports.report("a", 1).setFingerprint(List.of("checkout", "total"))))
        .isEqualTo("fingerprint\ncheckout\ntotal\n");
  }

  @Test
  void withoutFramesTheMessageWithoutItsNumbersCounts() {
    assertThat(text(Reports.report("a", 1).setStack(null).setMessage("Order 4711 is gone")))
        .isEqualTo("language unknown\ntype TypeError\nmessage Order <n> is gone\n");
  }

  private static Frame.Builder frame(String function, String file) {
    return Frame.newBuilder().setFunction(function).setFile(file);
  }

  private static String text(ErrorReport.Builder report) {
    return StackSignature.canonicalText(ReportFacts.of(report.build()));
  }
}
