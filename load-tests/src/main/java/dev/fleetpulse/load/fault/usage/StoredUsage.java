package dev.fleetpulse.load.fault.usage;

import dev.fleetpulse.devstack.Database;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the stores hold, as lines that both must hold alike: {@code instance hour samples step_from
 * tokens cost calls repairs successes failures categories models}, with tabs between.
 */
public final class StoredUsage {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

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

  private final Database timescale;
  private final URI clickHouse;
  private final String clickHouseUser;
  private final String clickHousePassword;

  StoredUsage(
      Database timescale, String clickHouse, String user, String password, String database) {
    this.timescale = timescale;
    this.clickHouse =
        URI.create(clickHouse + "/?default_format=TabSeparatedRaw&database=" + database);
    this.clickHouseUser = user;
    this.clickHousePassword = password;
  }

  /** Every row, as often as it is there. */
  List<String> timescaleUsage() throws SQLException {
    return timescale(TIMESCALE_ROWS);
  }

  /** Every row, as often as it is there. */
  List<String> clickHouseUsage() throws IOException, InterruptedException {
    return clickHouse(CLICKHOUSE_ROWS);
  }

  long timescaleHeartbeats() throws SQLException {
    return Long.parseLong(timescale("SELECT count(*)::text FROM fleetpulse.heartbeats").getFirst());
  }

  long clickHouseHeartbeats() throws IOException, InterruptedException {
    return Long.parseLong(clickHouse("SELECT count() FROM heartbeats FINAL").getFirst());
  }

  /** The first column of each row that a query finds. */
  public List<String> timescale(String sql) throws SQLException {
    var rows = new ArrayList<String>();
    try (var connection =
            DriverManager.getConnection(
                timescale.jdbcUrl(), timescale.user(), timescale.password());
        var query = connection.prepareStatement(sql);
        var found = query.executeQuery()) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }
    return rows;
  }

  /** The lines that a query answers with. */
  public List<String> clickHouse(String sql) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(clickHouse)
            .timeout(ANSWER_MAX)
            .header("X-ClickHouse-User", clickHouseUser)
            .header("X-ClickHouse-Key", clickHousePassword)
            .POST(BodyPublishers.ofString(sql))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException(answer.body());
      }
      return answer.body().lines().toList();
    }
  }
}
