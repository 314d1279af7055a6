package dev.fleetpulse.query.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.query.request.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonthProjectionTest {
  private static final Instant NOON = Instant.parse("2026-06-11T12:00:00Z");

  @Test
  void aDollarADayIsThirtyInJune() {
    var days = new HashMap<Instant, Amounts>();
    for (var day = 1; day <= 10; day++) {
      days.put(Instant.parse("2026-06-%02dT00:00:00Z".formatted(day)), dollars("1"));
    }
    days.put(Instant.parse("2026-06-11T00:00:00Z"), dollars("0.5"));

    assertThat(MonthProjection.of(days, NOON))
        .contains(
            new MonthProjection(
                YearMonth.of(2026, 6),
                new BigDecimal("10.5"),
                new BigDecimal("30"),
                Instant.parse("2026-06-04T00:00:00Z"),
                NOON));
  }

  @Test
  void hoursSayTheSameAsDays() {
    var hours =
        Map.of(
            Instant.parse("2026-06-10T03:00:00Z"), dollars("1"),
            Instant.parse("2026-06-10T04:00:00Z"), dollars("2"));
    var days = Map.of(Instant.parse("2026-06-10T00:00:00Z"), dollars("3"));

    assertThat(MonthProjection.of(hours, NOON)).isEqualTo(MonthProjection.of(days, NOON));
    assertThat(MonthProjection.of(hours, NOON)).isPresent();
  }

  @Test
  void theLastMonthCountsForTheBasisButIsNotSpentInThisOne() {
    var now = Instant.parse("2026-06-02T00:00:00Z");
    var days =
        Map.of(
            Instant.parse("2026-05-31T00:00:00Z"), dollars("4"),
            Instant.parse("2026-06-01T00:00:00Z"), dollars("2"));

    var projection = MonthProjection.of(days, now).orElseThrow();

    assertThat(projection.spent()).isEqualByComparingTo("2");
    assertThat(projection.projected()).isEqualByComparingTo("89");
    assertThat(MonthProjection.hours(now))
        .isEqualTo(new TimeRange(Instant.parse("2026-05-26T00:00:00Z"), now));
  }

  @Test
  void withoutUsageInTheLastDaysNothingIsProjected() {
    assertThat(MonthProjection.of(Map.of(), NOON)).isEmpty();
    assertThat(
            MonthProjection.of(Map.of(Instant.parse("2026-06-03T00:00:00Z"), dollars("1")), NOON))
        .isEmpty();
  }

  private static Amounts dollars(String cost) {
    return new Amounts(new BigDecimal(cost), 0, 0);
  }
}
