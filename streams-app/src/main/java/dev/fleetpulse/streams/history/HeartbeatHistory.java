package dev.fleetpulse.streams.history;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import dev.fleetpulse.schemas.InstanceKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The heartbeats that ClickHouse keeps for months. */
final class HeartbeatHistory {
  private static final long ANSWER_SECONDS = 60;

  private static final String FIND =
      """
      SELECT tenant, instance_id, app, toUnixTimestamp64Milli(timestamp) AS timestamp_ms,
        toUnixTimestamp64Milli(append_time) AS append_ms, toInt64(revision) AS revision, whole
      FROM heartbeats FINAL
      WHERE timestamp >= fromUnixTimestamp64Milli({from:Int64})
        AND timestamp < fromUnixTimestamp64Milli({to:Int64})
        AND ({tenant:String} = '' OR tenant = {tenant:String})
      ORDER BY tenant, instance_id, timestamp
      """;

  private final Client client;

  /** Reads through the given client, which stays the caller's. */
  HeartbeatHistory(Client client) {
    this.client = client;
  }

  /**
   * Hands over the heartbeats of a span one by one: instance after instance, each in order of
   * timestamps, one per timestamp.
   *
   * @param to exclusive
   * @param tenant of one, or of all
   * @throws IllegalStateException if ClickHouse does not answer, or not to the end
   */
  @SuppressWarnings("try") // Closing them may be interrupted, and then so are we.
  void read(Instant from, Instant to, Optional<String> tenant, Consumer<StoredHeartbeat> reader)
      throws InterruptedException {
    var values =
        Map.<String, Object>of(
            "from", from.toEpochMilli(), "to", to.toEpochMilli(), "tenant", tenant.orElse(""));
    try {
      var records =
          client
              .queryRecords(FIND, values, new QuerySettings())
              .get(ANSWER_SECONDS, TimeUnit.SECONDS);
      try {
        records.forEach(record -> reader.accept(heartbeat(record)));
      } finally {
        records.close();
      }
    } catch (InterruptedException e) {
      throw e;
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("ClickHouse does not tell its heartbeats", e);
    } catch (Exception e) {
      throw new IllegalStateException("ClickHouse stopped telling its heartbeats", e);
    }
  }

  private static StoredHeartbeat heartbeat(GenericRecord record) {
    return new StoredHeartbeat(
        new InstanceKey(record.getString("tenant"), record.getString("instance_id")),
        record.getString("app"),
        record.getLong("timestamp_ms"),
        record.getLong("append_ms"),
        record.getLong("revision"),
        record.getString("whole"));
  }
}
