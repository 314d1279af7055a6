package dev.fleetpulse.query.store;

import com.fasterxml.jackson.annotation.JsonValue;

/** Who can answer. */
public enum Store {
  TIMESCALE("timescale", "TimescaleDB"),
  CLICKHOUSE("clickhouse", "ClickHouse");

  private final String slug;
  private final String title;

  Store(String slug, String title) {
    this.slug = slug;
    this.title = title;
  }

  /** The name in answers and metrics. */
  @JsonValue
  public String slug() {
    return slug;
  }

  /** The name in sentences. */
  public String title() {
    return title;
  }
}
