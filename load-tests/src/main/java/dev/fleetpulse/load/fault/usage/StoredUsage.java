package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.load.fault.StoreQueries;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/**
 * What the stores hold, as lines that both must hold alike: {@code instance hour samples step_from
 * tokens cost calls repairs successes failures categories models}, with tabs between.
 */
final class StoredUsage {
  private static final String TIMESCALE_ROWS =
      """
      SELECT concat_ws(E'\\t', instance_id, (extract(epoch FROM hour) * 1000)::bigint, samples,
        coalesce((extract(epoch FROM step_from) * 1000)::bigint::text, '-'),
        tokens, cost_nanos, calls, repairs, repair_successes, repair_failures,
        (SELECT coalesce(string_agg(key || ':' || (value->>'tokens') || ':' ||
           (value->>'cost_nanos') || ':' || (value->>'calls'), ',' ORDER BY key COLLATE "C"), '')
         FROM jsonb_each(by_category)),
        (SELECT coalesce(string_agg(key || ':' || (value->>'tokens') || ':' ||
           (value->>'cost_nanos') || ':' || (value->>'calls'), ',' ORDER BY key COLLATE "C"), '')
         FROM jsonb_each(by_model)))
      FROM fleetpulse.usage_hourly
      """;

  private static final String CLICKHOUSE_ROWS =
      """
      SELECT instance_id, toUnixTimestamp(hour) * 1000, samples,
        if(step_from IS NULL, '-', toString(toUnixTimestamp64Milli(assumeNotNull(step_from)))),
        tokens, cost_nanos, calls, repairs, repair_successes, repair_failures,
        arrayStringConcat(arrayMap((n, t, m, c) -> concat(n, ':', toString(t), ':', toString(m), ':',
          toString(c)), category_names, category_tokens, category_cost_nanos, category_calls), ','),
        arrayStringConcat(arrayMap((n, t, m, c) -> concat(n, ':', toString(t), ':', toString(m), ':',
          toString(c)), model_names, model_tokens, model_cost_nanos, model_calls), ',')
      FROM usage_hourly FINAL
      """;

  private final StoreQueries stores;

  StoredUsage(StoreQueries stores) {
    this.stores = stores;
  }

  /** Every row, as often as it is there. */
  List<String> timescaleUsage() throws SQLException {
    return stores.timescale(TIMESCALE_ROWS);
  }

  /** Every row, as often as it is there. */
  List<String> clickHouseUsage() throws IOException, InterruptedException {
    return stores.clickHouse(CLICKHOUSE_ROWS);
  }

  long timescaleHeartbeats() throws SQLException {
    return Long.parseLong(
        stores.timescale("SELECT count(*)::text FROM fleetpulse.heartbeats").getFirst());
  }

  long clickHouseHeartbeats() throws IOException, InterruptedException {
    return Long.parseLong(stores.clickHouse("SELECT count() FROM heartbeats FINAL").getFirst());
  }
}
