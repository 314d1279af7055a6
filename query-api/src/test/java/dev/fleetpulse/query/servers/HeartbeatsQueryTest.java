package dev.fleetpulse.query.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class HeartbeatsQueryTest {
  private static final long YEAR_MS = Duration.ofDays(366).toMillis();

  @Property
  void aSeriesCoversItsRangeInWholeIntervalsWithoutGaps(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000L) long from,
      @ForAll @LongRange(min = 1, max = 31_622_400_000L) long length) {
    var asked =
        new TimeRange(
            Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + Math.min(length, YEAR_MS)));
    var step = Step.dividing(asked, 300);
    var query = new HeartbeatsQuery(step.widen(asked), step);

    var series = HeartbeatsDao.filled(query, List.of());

    assertThat(series).hasSizeBetween(1, 367);
    assertThat(series.getFirst().from()).isBeforeOrEqualTo(asked.from());
    assertThat(series.getLast().from().plusMillis(step.milliseconds()))
        .isAfterOrEqualTo(asked.to());
    for (var i = 1; i < series.size(); i++) {
      assertThat(series.get(i).from())
          .isEqualTo(series.get(i - 1).from().plusMillis(step.milliseconds()));
    }
    assertThat(series.getFirst().from().toEpochMilli() % step.milliseconds()).isZero();
  }

  @Property
  void theIntervalIsTheShortestThatGivesNoMoreThanAChartCanShow(
      @ForAll @LongRange(min = 1, max = 31_622_400_000L) long length) {
    var range = new TimeRange(Instant.EPOCH, Instant.ofEpochMilli(length));
    var step = Step.dividing(range, 300);

    assertThat(step.parts(range)).isLessThanOrEqualTo(step == Step.DAY ? 367 : 300);
    for (var each : Step.values()) {
      if (each.milliseconds() < step.milliseconds()) {
        assertThat(each.parts(range)).isGreaterThan(300);
      }
    }
  }
}
