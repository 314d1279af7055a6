package dev.fleetpulse.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * From HTTP to both stores and the API, through the real processes: a known set is sent twice, in
 * two orders and partly repeated, and every figure is compared with a plain count of the set.
 */
@ExtendWith(RealComponents.class)
class EndToEndIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String KEY = RunningFleetpulse.KEY;
  private static final String OTHER_KEY = RunningFleetpulse.OTHER_KEY;

  private static RunningFleetpulse fleetpulse;
  private static Stores stores;
  private static Http http;
  private static Expected expected;

  @BeforeAll
  static void sendEverything(Components components, @TempDir Path folder) throws Exception {
    fleetpulse = new RunningFleetpulse(components, folder);
    stores = new Stores(components);
    http = new Http(fleetpulse);
    fleetpulse.start();
    var traffic = KnownTraffic.before(Instant.now());
    expected = Expected.of(traffic);

    send(KEY, traffic.heartbeats(), traffic.errors());
    send(
        KEY,
        KnownTraffic.disturbed(traffic.heartbeats()),
        KnownTraffic.disturbed(traffic.errors()));
    // With ids that the first tenant has, too: they must not meet.
    send(OTHER_KEY, List.of(traffic.heartbeats().getLast()), List.of(traffic.errors().getLast()));
    send(KEY, traffic.lastHeartbeats(), traffic.lastErrors());
  }

  @AfterAll
  static void stop() {
    http.close();
    stores.close();
    fleetpulse.close();
  }

  @Test
  void timescaleHasTheUsageOfEveryHour() {
    eventually(
        () ->
            assertThat(
                    stores.timescale(
                        """
                        SELECT instance_id, app, samples, tokens, cost_nanos, calls, by_category, by_model,
                               (extract(epoch FROM hour) * 1000)::bigint AS hour,
                               (extract(epoch FROM step_from) * 1000)::bigint AS step_from
                        FROM fleetpulse.usage_hourly
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::usage)
                .containsExactlyInAnyOrderElementsOf(expected.usage()));
  }

  @Test
  void clickHouseHasTheUsageOfEveryHour() {
    eventually(
        () ->
            assertThat(
                    stores.clickhouse(
                        """
                        SELECT instance_id, app, samples, tokens, cost_nanos, calls,
                               mapFromArrays(category_names,
                                   arrayMap((t, n, c) -> map('tokens', t, 'cost_nanos', n, 'calls', c),
                                       category_tokens, category_cost_nanos, category_calls)) AS by_category,
                               mapFromArrays(model_names,
                                   arrayMap((t, n, c) -> map('tokens', t, 'cost_nanos', n, 'calls', c),
                                       model_tokens, model_cost_nanos, model_calls)) AS by_model,
                               toUnixTimestamp64Milli(toDateTime64(usage_hourly.hour, 3)) AS hour,
                               toUnixTimestamp64Milli(usage_hourly.step_from) AS step_from
                        FROM usage_hourly FINAL
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::usage)
                .containsExactlyInAnyOrderElementsOf(expected.usage()));
  }

  @Test
  void timescaleHasEveryHeartbeatOnce() {
    eventually(
        () ->
            assertThat(
                    stores.timescale(
                        """
                        SELECT instance_id, cpu_percent, total_tokens, total_cost_nanos, total_calls,
                               (extract(epoch FROM "timestamp") * 1000)::bigint AS "timestamp"
                        FROM fleetpulse.heartbeats
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::heartbeat)
                .containsExactlyInAnyOrderElementsOf(expected.heartbeatTexts()));
  }

  @Test
  void clickHouseHasEveryHeartbeatOnce() {
    eventually(
        () ->
            assertThat(
                    stores.clickhouse(
                        """
                        SELECT instance_id, cpu_percent, total_tokens, total_cost_nanos, total_calls,
                               toUnixTimestamp64Milli(heartbeats.timestamp) AS timestamp
                        FROM heartbeats FINAL
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::heartbeat)
                .containsExactlyInAnyOrderElementsOf(expected.heartbeatTexts()));
  }

  @Test
  void timescaleHasEveryInstanceAsItWasLastHeardOf() {
    eventually(
        () -> {
          var rows =
              stores.timescale(
                  """
                  SELECT instance_id, status, (extract(epoch FROM last_timestamp) * 1000)::bigint AS last_timestamp
                  FROM fleetpulse.instances
                  WHERE tenant = 'known'
                  """);
          assertThat(rows)
              .extracting(Found::lastTimestamp)
              .containsExactlyInAnyOrderElementsOf(expected.lastTimestamps());
        });
  }

  @Test
  void timescaleHasAGroupForEachBug() {
    eventually(
        () ->
            assertThat(
                    stores.timescale(
                        """
                        SELECT app, type, count, instance_count,
                               (extract(epoch FROM first_seen) * 1000)::bigint AS first_seen,
                               (extract(epoch FROM last_seen) * 1000)::bigint AS last_seen
                        FROM fleetpulse.error_groups
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::group)
                .containsExactlyInAnyOrderElementsOf(expected.groups()));
  }

  @Test
  void timescaleHasTheErrorsOfEveryHour() {
    eventually(
        () ->
            assertThat(
                    stores.timescale(
                        """
                        SELECT app, error_groups.type, error_counts_hourly.count,
                               (extract(epoch FROM hour) * 1000)::bigint AS hour
                        FROM fleetpulse.error_counts_hourly
                        JOIN fleetpulse.error_groups USING (tenant, signature, app)
                        WHERE tenant = 'known'
                        """))
                .extracting(Found::errorHour)
                .containsExactlyInAnyOrderElementsOf(expected.errorHours()));
  }

  @Test
  void clickHouseHasEveryErrorOnceInTheGroupOfItsBug() {
    eventually(
        () -> {
          var rows =
              stores.clickhouse(
                  """
                  SELECT instance_id, app, type, message, signature,
                         toUnixTimestamp64Milli(error_occurrences.timestamp) AS timestamp
                  FROM error_occurrences FINAL
                  WHERE tenant = 'known'
                  """);
          assertThat(rows)
              .extracting(Found::error)
              .containsExactlyInAnyOrderElementsOf(expected.errorTexts());
          assertThat(rows.stream().map(row -> row.path("signature").asText()).distinct())
              .hasSameSizeAs(expected.groups());
        });
  }

  @Test
  void theApiAddsUpTheFleet() {
    var first = expected.heartbeats().stream().mapToLong(Heartbeat::timestamp).min().orElseThrow();
    var range = "?from=" + Instant.ofEpochMilli(first) + "&to=" + Instant.now();
    var total = expected.rise("total");
    eventually(
        () -> {
          var analytics = http.get("/api/v1/analytics" + range, KEY);
          assertThat(analytics.path("heartbeats").asLong()).isEqualTo(expected.heartbeats().size());
          assertThat(analytics.path("totalServers").asLong()).isEqualTo(KnownTraffic.INSTANCES);
          assertThat(analytics.path("activeServers").asLong()).isEqualTo(KnownTraffic.INSTANCES);
          assertThat(analytics.path("totalTokens").asLong()).isEqualTo(total.tokens());
          assertThat(analytics.path("totalCalls").asLong()).isEqualTo(total.calls());
          assertThat(analytics.path("totalCost").decimalValue())
              .isEqualByComparingTo(total.dollars());
          for (var category : KnownTraffic.CATEGORIES) {
            assertThat(analytics.path("tokensByCategory").path(category).asLong())
                .isEqualTo(expected.rise("category/" + category).tokens());
          }
          for (var model : KnownTraffic.MODELS) {
            assertThat(analytics.path("costByModel").path(model).decimalValue())
                .isEqualByComparingTo(expected.rise("model/" + model).dollars());
          }
        });
  }

  @Test
  void theApiListsEveryServerWithItsCost() {
    eventually(
        () -> {
          var list = http.get("/api/v1/servers?sort=name&limit=500", KEY);
          assertThat(list.path("total").asLong()).isEqualTo(KnownTraffic.INSTANCES);
          assertThat(list.path("servers")).hasSize(KnownTraffic.INSTANCES);
          for (var server : list.path("servers")) {
            var id = server.path("id").asText();
            assertThat(server.path("cost").decimalValue())
                .as(id)
                .isEqualByComparingTo(expected.usedBy(id).dollars());
          }
        });
  }

  @Test
  void theApiShowsWhatOneServerUsed() {
    var id = expected.heartbeats().getFirst().instance();
    var used = expected.usedBy(id);
    eventually(
        () -> {
          var usage = http.get("/api/v1/servers/" + id, KEY).path("usage");
          assertThat(usage.path("tokens").asLong()).isEqualTo(used.tokens());
          assertThat(usage.path("calls").asLong()).isEqualTo(used.calls());
          assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(used.dollars());
        });
  }

  @Test
  void theApiCountsErrors() {
    eventually(
        () -> {
          var answer = http.get("/api/v1/errors?limit=500", KEY);
          assertThat(answer.path("totalOccurrences").asLong()).isEqualTo(expected.errors().size());
          assertThat(answer.path("groups"))
              .extracting(Found::groupOfApi)
              .containsExactlyInAnyOrderElementsOf(expected.groups());
        });
  }

  @Test
  void anotherTenantSeesOnlyItsOwn() {
    eventually(
        () -> {
          var servers = http.get("/api/v1/servers", OTHER_KEY);
          assertThat(servers.path("total").asLong()).isEqualTo(1);
          var analytics = http.get("/api/v1/analytics", OTHER_KEY);
          assertThat(analytics.path("heartbeats").asLong()).isEqualTo(1);
          var errors = http.get("/api/v1/errors", OTHER_KEY);
          assertThat(errors.path("totalOccurrences").asLong()).isEqualTo(1);
        });
  }

  /** All instances side by side, the requests of each one after the other. */
  private static void send(String key, List<Heartbeat> heartbeats, List<ErrorReport> errors)
      throws Exception {
    var byInstance = new TreeMap<String, List<Callable<Integer>>>();
    for (var heartbeat : heartbeats) {
      byInstance
          .computeIfAbsent(heartbeat.instance(), _ -> new ArrayList<>())
          .add(() -> http.post("/api/v1/heartbeat", key, heartbeat.json()));
    }
    for (var error : errors) {
      byInstance
          .computeIfAbsent(error.instance(), _ -> new ArrayList<>())
          .add(() -> http.post("/api/v1/errors", key, error.json()));
    }
    try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
      var sending = new ArrayList<Future<?>>();
      for (var requests : byInstance.values()) {
        sending.add(instances.submit(() -> sendInOrder(requests)));
      }
      for (var instance : sending) {
        instance.get();
      }
    }
  }

  private static Void sendInOrder(List<Callable<Integer>> requests) throws Exception {
    for (var request : requests) {
      assertThat(request.call()).isEqualTo(202);
    }
    return null;
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).ignoreExceptionsInstanceOf(IOException.class).untilAsserted(assertion);
  }
}
