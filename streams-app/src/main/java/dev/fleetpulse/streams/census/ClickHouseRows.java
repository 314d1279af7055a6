package dev.fleetpulse.streams.census;

import com.clickhouse.client.api.ClickHouseException;
import com.clickhouse.client.api.Client;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import java.util.List;

/** A table of ClickHouse, which keeps rows for months. */
final class ClickHouseRows implements StoreCounter {
  /** Copies that are not merged yet are left out, and late ones, which stand for nothing unique. */
  private static final String HEARTBEATS =
      """
      SELECT tenant, intDiv(toUnixTimestamp64Milli(append_time), %1$d) * %1$d AS hour_ms,
             count() AS rows
      FROM heartbeats FINAL
      WHERE timestamp >= fromUnixTimestamp64Milli(%2$d - %4$d)
        AND append_time >= fromUnixTimestamp64Milli(%2$d)
        AND append_time < fromUnixTimestamp64Milli(%3$d)
        AND toUnixTimestamp64Milli(append_time) - toUnixTimestamp64Milli(timestamp) <= %4$d
      GROUP BY tenant, hour_ms
      SETTINGS max_execution_time = 45
      """;

  /**
   * By the place of the report in the log, which is the lower part of a revision: another
   * generation may have given the same report another signature, and so a second row.
   */
  private static final String OCCURRENCES =
      """
      SELECT tenant, intDiv(toUnixTimestamp64Milli(received), %1$d) * %1$d AS hour_ms,
             uniqExact(instance_id, bitAnd(revision, 281474976710655)) AS rows
      FROM error_occurrences FINAL
      WHERE received >= fromUnixTimestamp64Milli(%2$d)
        AND received < fromUnixTimestamp64Milli(%3$d)
      GROUP BY tenant, hour_ms
      SETTINGS max_execution_time = 45
      """;

  private final Client client;
  private final String sql;

  private ClickHouseRows(Client client, String sql) {
    this.client = client;
    this.sql = sql;
  }

  static StoreCounter heartbeats(Client client) {
    return new ClickHouseRows(client, HEARTBEATS);
  }

  static StoreCounter occurrences(Client client) {
    return new ClickHouseRows(client, OCCURRENCES);
  }

  @Override
  public List<Count> count(long fromMs, long untilMs, long lengthMs) {
    var latenessMs = UsageTopology.LATENESS.toMillis();
    try {
      return client.queryAll(sql.formatted(lengthMs, fromMs, untilMs, latenessMs)).stream()
          .map(
              row ->
                  new Count(row.getString("tenant"), row.getLong("hour_ms"), row.getLong("rows")))
          .toList();
    } catch (ClickHouseException e) {
      throw new CensusException("ClickHouse did not count: " + e.getMessage(), e);
    }
  }

  @Override
  public long keptSince(long nowMs) {
    return Long.MIN_VALUE;
  }
}
