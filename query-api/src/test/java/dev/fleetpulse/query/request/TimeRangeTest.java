package dev.fleetpulse.query.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeRangeTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:30:00Z");
  private static final Duration YEAR = Duration.ofDays(366);

  @ParameterizedTest
  @CsvSource({
    "90m, 2026-06-10T11:00:00Z",
    "24h, 2026-06-09T12:30:00Z",
    "7d, 2026-06-03T12:30:00Z",
    "2w, 2026-05-27T12:30:00Z",
    "366d, 2025-06-09T12:30:00Z"
  })
  void aPeriodEndsNow(String period, Instant from) {
    assertThat(read(Map.of("period", List.of(period)))).contains(new TimeRange(from, NOW));
  }

  @ParameterizedTest
  @CsvSource({"0h", "24", "h", "-1h", "1H", "1.5h", "10000h", "367d", "53w"})
  void anythingElseIsNoPeriod(String period) {
    assertThat(read(Map.of("period", List.of(period)))).isEmpty();
  }

  @Test
  void boundsMayBeMixedInForm() {
    assertThat(
            read(
                Map.of(
                    "from", List.of("1780272000000"), "to", List.of("2026-06-02T02:00:00+02:00"))))
        .contains(
            new TimeRange(
                Instant.parse("2026-06-01T00:00:00Z"), Instant.parse("2026-06-02T00:00:00Z")));
  }

  @Test
  void withoutParametersThereIsNoRangeAndNoMistake() {
    var parameters = new Parameters(Map.of());

    assertThat(TimeRange.read(parameters, NOW, YEAR)).isEmpty();
    assertThat(parameters.parsed(() -> "fine")).isEqualTo(new Parsed.Valid<>("fine"));
  }

  @Test
  void endsMoveOutwardsToWholeHours() {
    var range =
        new TimeRange(
            Instant.parse("2026-06-01T10:59:59.999Z"), Instant.parse("2026-06-01T12:00:00.001Z"));

    assertThat(range.widenedToHours())
        .isEqualTo(
            new TimeRange(
                Instant.parse("2026-06-01T10:00:00Z"), Instant.parse("2026-06-01T13:00:00Z")));
  }

  @Test
  void wholeHoursStayAsTheyAre() {
    var range =
        new TimeRange(Instant.parse("2026-06-01T10:00:00Z"), Instant.parse("2026-06-01T12:00:00Z"));

    assertThat(range.widenedToHours()).isEqualTo(range);
  }

  private static Optional<TimeRange> read(Map<String, List<String>> given) {
    var parameters = new Parameters(given);
    var range = TimeRange.read(parameters, NOW, YEAR);
    var wrong = parameters.parsed(() -> "fine") instanceof Parsed.Invalid<String>;
    assertThat(range.isEmpty()).isEqualTo(wrong);
    return range;
  }
}
