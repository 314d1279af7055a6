package dev.fleetpulse.query.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesRangeTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:30:00Z");

  @ParameterizedTest
  @CsvSource({"1h, HOUR", "24h, HOUR", "6d, HOUR", "7d, DAY", "30d, DAY", "366d, DAY"})
  void longRangesAreToldByDays(String period, Interval interval) {
    assertThat(read(Map.of("period", period)).interval()).isEqualTo(interval);
  }

  @Test
  void withoutParametersItIsTheLastDayByHours() {
    var range = read(Map.of());

    assertThat(range.hours().from()).isEqualTo(Instant.parse("2026-06-09T12:00:00Z"));
    assertThat(range.hours().to()).isEqualTo(Instant.parse("2026-06-10T13:00:00Z"));
    assertThat(range.interval().starts(range.hours())).hasSize(25);
    assertThat(range.previous())
        .isEqualTo(
            new TimeRange(
                Instant.parse("2026-06-08T11:00:00Z"), Instant.parse("2026-06-09T12:00:00Z")));
  }

  @Test
  void daysBeginAtMidnightAndTheFirstAndTheLastMayBeParts() {
    var range = read(Map.of("period", "36h", "interval", "1d"));

    assertThat(range.interval().starts(range.hours()))
        .containsExactly(
            Instant.parse("2026-06-09T00:00:00Z"), Instant.parse("2026-06-10T00:00:00Z"));
  }

  @Test
  void tooManyPointsAreRefusedWithTheirNumber() {
    var given = new HashMap<String, List<String>>();
    given.put("period", List.of("366d"));
    given.put("interval", List.of("1h"));
    var parameters = new Parameters(given);
    var _ = SeriesRange.read(parameters, NOW);

    assertThat(parameters.parsed(() -> "fine"))
        .isEqualTo(
            new Parsed.Invalid<>(
                List.of(
                    new ParameterError(
                        "interval", "one with at most 2000 points in the range", "1h with 8785"))));
  }

  private static SeriesRange read(Map<String, String> given) {
    var lists = new HashMap<String, List<String>>();
    given.forEach((name, value) -> lists.put(name, List.of(value)));
    var parameters = new Parameters(lists);
    var range = SeriesRange.read(parameters, NOW);
    assertThat(parameters.parsed(() -> "fine")).isEqualTo(new Parsed.Valid<>("fine"));
    return range;
  }
}
