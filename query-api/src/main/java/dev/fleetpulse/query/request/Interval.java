package dev.fleetpulse.query.request;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** How long one point of a series is. */
public enum Interval {
  HOUR("1h", ChronoUnit.HOURS, "hour"),
  /** From midnight to midnight UTC. */
  DAY("1d", ChronoUnit.DAYS, "day");

  private final String slug;
  private final ChronoUnit unit;
  private final String field;

  Interval(String slug, ChronoUnit unit, String field) {
    this.slug = slug;
    this.unit = unit;
    this.field = field;
  }

  /** The name in requests and answers. */
  @JsonValue
  public String slug() {
    return slug;
  }

  /** The name in SQL's {@code date_trunc}, which both stores have. */
  public String field() {
    return field;
  }

  /** The interval that a moment lies in. */
  public Instant startOf(Instant moment) {
    return moment.truncatedTo(unit);
  }

  /** The beginnings of all intervals that have a part in a range, oldest first. */
  public List<Instant> starts(TimeRange range) {
    var starts = new ArrayList<Instant>();
    for (var at = startOf(range.from()); at.isBefore(range.to()); at = at.plus(1, unit)) {
      starts.add(at);
    }
    return starts;
  }

  /** How many there are of them. */
  long points(TimeRange range) {
    var length = Duration.between(startOf(range.from()), range.to());
    return Math.ceilDiv(length.toSeconds(), unit.getDuration().toSeconds());
  }
}
