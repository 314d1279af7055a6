package dev.fleetpulse.streams.topology.errors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class RecentFindingsTest {
  private final RecentFindings recent = new RecentFindings();

  @Test
  void theyAreWhatIsFoundAnewWhateverCameBefore() {
    var random = new SplittableRandom(11);
    for (var number = 0; number < 3_000; number++) {
      var report = report(random);

      var found = recent.of(report);

      var anew = ReportFindings.of(ReportFacts.of(report));
      assertThat(found.signature()).isEqualTo(anew.signature());
      assertThat(found.type()).isEqualTo(anew.type());
      assertThat(found.message()).isEqualTo(anew.message());
    }
  }

  @Test
  void theSameTextIsReadOnce() {
    var first = recent.of(Reports.report("one", 1).build());

    assertThat(recent.of(Reports.report("two", 2).build())).isSameAs(first);
  }

  /** Of more kinds than are remembered, a few of them often. */
  private static ErrorReport report(SplittableRandom random) {
    var kind = random.nextBoolean() ? random.nextInt(5) : random.nextInt(1_000);
    var report = Reports.report("instance-" + random.nextInt(9), random.nextInt(1_000));
    report.setStack(Reports.STACK.replace("findUser", "find" + kind));
    switch (random.nextInt(6)) {
      case 0 -> report.setFingerprint(List.of("mine", "" + kind % 3));
      case 1 ->
          report
              .setStack(null)
              .setFrames(List.of(Frame.newBuilder().setFunction("call" + kind).build()));
      case 2 -> report.setType(null).setMessage(null);
      case 3 -> report.setMessage("other " + kind % 2).setLanguage("java");
      default -> {}
    }
    return report.build();
  }
}
