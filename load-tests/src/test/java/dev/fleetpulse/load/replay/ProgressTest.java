package dev.fleetpulse.load.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Progress.Moment MOMENT =
      new Progress.Moment(
          new Counts(5_000, 4_900, Map.of("400 malformed", 60L), Map.of(), Map.of()),
          10_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(3_725));

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void aLineTellsCountsReasonsRateShareAndTimeLeft() {
    assertThat(Progress.line(MOMENT))
        .isEqualTo(
            " 50.0 %  sent 5,000  acknowledged 4,900  refused 60 {400 malformed=60}  failed 0"
                + "  490 /s  1:02:05 left");
  }

  @Test
  void theLastStateIsToldAtTheEnd() throws InterruptedException {
    new Progress(out, false).start(() -> MOMENT).end();

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .isEqualTo(Progress.line(MOMENT) + System.lineSeparator());
  }

  @Test
  void aTerminalsLineIsRewritten() throws InterruptedException {
    new Progress(out, true).start(() -> MOMENT).end();

    assertThat(printed.toString(StandardCharsets.UTF_8)).startsWith("\r\u001b[K\u001b[?7l 50.0 %");
  }
}
