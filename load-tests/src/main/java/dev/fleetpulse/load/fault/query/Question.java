package dev.fleetpulse.load.fault.query;

import java.time.Duration;
import java.time.Instant;

/** What is asked, and who is needed for it. */
enum Question {
  /** The list out of memory. */
  SERVERS(false, false),
  /** What only TimescaleDB has. */
  ALERTS(true, false),
  /** What only ClickHouse has any more. */
  OLD_HEARTBEATS(false, true),
  /** What either has. */
  COST(false, false);

  private final boolean needsTimescale;
  private final boolean needsClickHouse;

  Question(boolean needsTimescale, boolean needsClickHouse) {
    this.needsTimescale = needsTimescale;
    this.needsClickHouse = needsClickHouse;
  }

  /** Whether it is to be answered while the store is away. */
  boolean goesOnWithout(String store) {
    return store.equals("clickhouse") ? !needsClickHouse : !needsTimescale;
  }

  String path() {
    var days = Instant.now().minus(Duration.ofDays(5));
    return switch (this) {
      case SERVERS -> "/api/v1/servers?sort=-memory&limit=20";
      case ALERTS -> "/api/v1/alerts";
      case OLD_HEARTBEATS ->
          "/api/v1/servers/i-000001/heartbeats?from=%s&to=%s"
              .formatted(days.toEpochMilli(), days.plus(Duration.ofHours(2)).toEpochMilli());
      case COST -> "/api/v1/analytics/cost?period=24h";
    };
  }

  /** Whether a refusal says which store is away. */
  boolean names(String body) {
    return body.contains("TimescaleDB") || body.contains("ClickHouse");
  }
}
