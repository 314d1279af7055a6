package dev.fleetpulse.streams.census;

import dev.fleetpulse.streams.topology.usage.UsageTopology;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Raw heartbeats in TimescaleDB. */
final class TimescaleHeartbeats implements StoreCounter {
  private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(45);

  /** Late rows beyond what counts are not asked for, so old chunks are left alone. */
  private static final String COUNT =
      """
      SELECT tenant,
             (extract(epoch FROM date_bin(? * INTERVAL '1 millisecond', append_time,
                TIMESTAMPTZ '1970-01-01T00:00Z')) * 1000)::bigint AS hour_ms,
             count(*) AS rows
      FROM heartbeats
      WHERE append_time >= ? AND append_time < ?
        AND "timestamp" >= ?
        AND append_time - "timestamp" <= ? * INTERVAL '1 millisecond'
      GROUP BY 1, 2
      """;

  private static final String KEEP =
      """
      SELECT (extract(epoch FROM keep) * 1000)::bigint AS keep_ms
      FROM retention
      WHERE table_name = 'heartbeats'
      """;

  private final DataSource dataSource;

  /** Asks with at most one connection. */
  TimescaleHeartbeats(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public List<Count> count(long fromMs, long untilMs, long lengthMs) {
    var latenessMs = UsageTopology.LATENESS.toMillis();
    try (var connection = dataSource.getConnection();
        var query = connection.prepareStatement(COUNT)) {
      query.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
      query.setLong(1, lengthMs);
      query.setObject(2, time(fromMs));
      query.setObject(3, time(untilMs));
      query.setObject(4, time(fromMs - latenessMs));
      query.setLong(5, latenessMs);
      var counts = new ArrayList<Count>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          counts.add(
              new Count(rows.getString("tenant"), rows.getLong("hour_ms"), rows.getLong("rows")));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw new CensusException("TimescaleDB did not count heartbeats: " + e.getMessage(), e);
    }
  }

  @Override
  public long keptSince(long nowMs) {
    try (var connection = dataSource.getConnection();
        var query = connection.prepareStatement(KEEP)) {
      query.setQueryTimeout((int) STATEMENT_TIMEOUT.toSeconds());
      try (var rows = query.executeQuery()) {
        return rows.next()
            ? nowMs - rows.getLong("keep_ms") + UsageTopology.LATENESS.toMillis()
            : Long.MIN_VALUE;
      }
    } catch (SQLException e) {
      throw new CensusException(
          "TimescaleDB did not say how long it keeps heartbeats: " + e.getMessage(), e);
    }
  }

  private static OffsetDateTime time(long milliseconds) {
    return Instant.ofEpochMilli(milliseconds).atOffset(ZoneOffset.UTC);
  }
}
