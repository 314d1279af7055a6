package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.request.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long an interval of a series is. Intervals begin at whole multiples of it since 1970, UTC.
 */
enum Step {
  MINUTE("1m", Duration.ofMinutes(1)),
  FIVE_MINUTES("5m", Duration.ofMinutes(5)),
  QUARTER("15m", Duration.ofMinutes(15)),
  HALF_HOUR("30m", Duration.ofMinutes(30)),
  HOUR("1h", Duration.ofHours(1)),
  THREE_HOURS("3h", Duration.ofHours(3)),
  SIX_HOURS("6h", Duration.ofHours(6)),
  HALF_DAY("12h", Duration.ofHours(12)),
  DAY("1d", Duration.ofDays(1));

  /** By their texts, the shortest first. */
  static final Map<String, Step> ALL = new LinkedHashMap<>();

  static {
    for (var step : values()) {
      ALL.put(step.text, step);
    }
  }

  private final String text;
  private final Duration length;

  Step(String text, Duration length) {
    this.text = text;
    this.length = length;
  }

  /** The shortest that divides a range into no more parts than given; a day where none does. */
  static Step dividing(TimeRange range, long partsMax) {
    for (var step : values()) {
      if (step.parts(range) <= partsMax) {
        return step;
      }
    }
    return DAY;
  }

  String text() {
    return text;
  }

  long milliseconds() {
    return length.toMillis();
  }

  /** Into how many intervals it divides a range that is widened to whole ones. */
  long parts(TimeRange range) {
    var whole = widen(range);
    return (whole.to().toEpochMilli() - whole.from().toEpochMilli()) / milliseconds();
  }

  /** The same range with its ends moved outwards to whole intervals. */
  TimeRange widen(TimeRange range) {
    var ms = milliseconds();
    return new TimeRange(
        Instant.ofEpochMilli(Math.floorDiv(range.from().toEpochMilli(), ms) * ms),
        Instant.ofEpochMilli(Math.ceilDiv(range.to().toEpochMilli(), ms) * ms));
  }
}
