package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What the month (UTC) will have cost, if it goes on as it did in the days before.
 *
 * @param spent dollars so far
 * @param projected {@code spent}, and for the rest of the month what the basis cost per second
 * @param basisFrom midnight seven days ago, or of the first day since then in which there was usage
 * @param basisTo now
 */
record MonthProjection(
    YearMonth month, BigDecimal spent, BigDecimal projected, Instant basisFrom, Instant basisTo) {
  private static final int BASIS_DAYS = 7;
  private static final int NANO_DIGITS = 9;

  /** The hours whose usage has to be known. */
  static TimeRange hours(Instant now) {
    var month = month(now).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    var basis = basis(now);
    return new TimeRange(month.isBefore(basis) ? month : basis, now).widenedToHours();
  }

  /**
   * Projects.
   *
   * @param used by hour or day, of at least {@link #hours}
   * @return nothing where nothing was used in the days before
   */
  static Optional<MonthProjection> of(Map<Instant, Amounts> used, Instant now) {
    var month = month(now);
    var monthFrom = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    var monthTo = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    var basisFrom =
        used.keySet().stream()
            .filter(at -> !at.isBefore(basis(now)) && at.isBefore(now))
            .min(Instant::compareTo)
            .map(Interval.DAY::startOf);
    if (basisFrom.isEmpty()) {
      return Optional.empty();
    }
    var seconds = Duration.between(basisFrom.get(), now).toSeconds();
    if (seconds == 0) {
      return Optional.empty();
    }
    var spent = cost(used, monthFrom, now);
    var rest =
        cost(used, basisFrom.get(), now)
            .multiply(BigDecimal.valueOf(Duration.between(now, monthTo).toSeconds()))
            .divide(BigDecimal.valueOf(seconds), MathContext.DECIMAL128);
    return Optional.of(
        new MonthProjection(
            month,
            Numbers.plain(spent),
            Numbers.plain(spent.add(rest).setScale(NANO_DIGITS, RoundingMode.HALF_UP)),
            basisFrom.get(),
            now));
  }

  private static BigDecimal cost(Map<Instant, Amounts> used, Instant from, Instant to) {
    return used.entrySet().stream()
        .filter(entry -> !entry.getKey().isBefore(from) && entry.getKey().isBefore(to))
        .map(entry -> entry.getValue().cost())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static YearMonth month(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.UTC));
  }

  private static Instant basis(Instant now) {
    return now.truncatedTo(ChronoUnit.DAYS).minus(BASIS_DAYS, ChronoUnit.DAYS);
  }
}
