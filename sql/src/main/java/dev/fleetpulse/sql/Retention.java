package dev.fleetpulse.sql;

/**
 * How long raw rows are kept. Rollups are small and kept for ever.
 *
 * @param heartbeatDays of the numbers of each heartbeat in TimescaleDB
 * @param historyMonths of whole heartbeats and errors in ClickHouse
 */
public record Retention(int heartbeatDays, int historyMonths) {
  /** What is kept where nobody says otherwise. */
  public static final Retention DEFAULT = new Retention(2, 6);

  static final int HEARTBEAT_DAYS_MAX = 90;
  static final int HISTORY_MONTHS_MAX = 120;

  /** Refuses to keep nothing, and what no store of ours is made for. */
  public Retention {
    if (heartbeatDays < 1 || heartbeatDays > HEARTBEAT_DAYS_MAX) {
      throw new IllegalArgumentException(
          "Heartbeats are kept for 1 to %d days: %d".formatted(HEARTBEAT_DAYS_MAX, heartbeatDays));
    }
    if (historyMonths < 1 || historyMonths > HISTORY_MONTHS_MAX) {
      throw new IllegalArgumentException(
          "History is kept for 1 to %d months: %d".formatted(HISTORY_MONTHS_MAX, historyMonths));
    }
  }
}
