package dev.fleetpulse.query.request;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stretch of time.
 *
 * @param from its first moment
 * @param to the moment after its last
 */
public record TimeRange(Instant from, Instant to) {
  private static final Pattern PERIOD = Pattern.compile("([1-9]\\d{0,3})([mhdw])");
  private static final Pattern EPOCH_MILLISECONDS = Pattern.compile("\\d{1,14}");
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");
  private static final DateTimeFormatter FILE_HOUR =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HH'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Duration DAY = Duration.ofDays(1);

  /** The 24 hours before now. */
  public static TimeRange lastDay(Instant now) {
    return new TimeRange(now.minus(DAY), now);
  }

  /**
   * Reads {@code period} (a number and m, h, d or w: the time until now) or {@code from} and {@code
   * to} (RFC 3339 or epoch milliseconds; {@code to} may be left out and is now then).
   *
   * @param max the longest range that may be asked for
   * @return nothing where none of the three is given, or one is wrong
   */
  public static Optional<TimeRange> read(Parameters parameters, Instant now, Duration max) {
    var period = parameters.text("period");
    var from = parameters.text("from");
    var to = parameters.text("to");
    if (period.isPresent() && (from.isPresent() || to.isPresent())) {
      parameters.wrong("period", "given without from and to", "given with them");
      return Optional.empty();
    }
    var range =
        period.isPresent()
            ? ofPeriod(parameters, period.get(), now)
            : ofBounds(parameters, from, to, now);
    if (range.isPresent() && range.get().length().compareTo(max) > 0) {
      parameters.wrong(
          period.isPresent() ? "period" : "from",
          "no more than " + max.toDays() + " days before the end",
          range.get().length().toDays() + " days");
      return Optional.empty();
    }
    return range;
  }

  /** The same range with its ends moved outwards to whole hours (UTC). */
  public TimeRange widenedToHours() {
    var lastHour = to.truncatedTo(ChronoUnit.HOURS);
    return new TimeRange(
        from.truncatedTo(ChronoUnit.HOURS),
        lastHour.equals(to) ? to : lastHour.plus(1, ChronoUnit.HOURS));
  }

  /** Both ends to the hour, as a part of the name of a file. */
  public String slug() {
    return FILE_HOUR.format(from) + "-" + FILE_HOUR.format(to);
  }

  private Duration length() {
    return Duration.between(from, to);
  }

  private static Optional<TimeRange> ofPeriod(Parameters parameters, String text, Instant now) {
    var match = PERIOD.matcher(text);
    if (!match.matches()) {
      parameters.wrong(
          "period", "a number and m, h, d or w, for example 24h or 7d", Text.quoted(text));
      return Optional.empty();
    }
    var number = Long.parseLong(match.group(1));
    var length =
        switch (match.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          case "d" -> DAY.multipliedBy(number);
          default -> DAY.multipliedBy(7 * number);
        };
    return Optional.of(new TimeRange(now.minus(length), now));
  }

  private static Optional<TimeRange> ofBounds(
      Parameters parameters, Optional<String> from, Optional<String> to, Instant now) {
    if (from.isEmpty()) {
      if (to.isPresent()) {
        parameters.wrong("from", "given where to is given", "absent");
      }
      return Optional.empty();
    }
    var start = moment(parameters, "from", from.get());
    var end = to.isEmpty() ? Optional.of(now) : moment(parameters, "to", to.get());
    if (start.isEmpty() || end.isEmpty()) {
      return Optional.empty();
    }
    if (!start.get().isBefore(end.get())) {
      parameters.wrong("from", "before to (" + end.get() + ")", start.get().toString());
      return Optional.empty();
    }
    return Optional.of(new TimeRange(start.get(), end.get()));
  }

  private static Optional<Instant> moment(Parameters parameters, String name, String text) {
    try {
      var moment =
          EPOCH_MILLISECONDS.matcher(text).matches()
              ? Instant.ofEpochMilli(Long.parseLong(text))
              : OffsetDateTime.parse(text).toInstant();
      if (!moment.isBefore(EARLIEST) && moment.isBefore(LATEST)) {
        return Optional.of(moment);
      }
    } catch (DateTimeException notTime) {
      // Answered below, together with times out of range.
    }
    parameters.wrong(
        name,
        "a time of this century: RFC 3339 such as 2026-01-31T08:00:00Z, or epoch milliseconds",
        Text.quoted(text));
    return Optional.empty();
  }
}
