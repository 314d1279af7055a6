package dev.fleetpulse.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Every statement of the API has a plan that can be told without its values. */
@ExtendWith(RealComponents.class)
class SlowStatementsIT {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final AppenderBase<ILoggingEvent> log =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };
  private final Logger logger = (Logger) LoggerFactory.getLogger(Statements.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  @Test
  void plansAreToldWithoutValues(Components components) throws Exception {
    TestFleet.write(components);
    try (var api = QueryApi.impatient(components)) {
      for (var path :
          List.of(
              "analytics",
              "analytics/cost?groupBy=server&compare=previous",
              "analytics/cost?groupBy=model&app=shop",
              "analytics/cost?groupBy=app&server=web-1",
              "analytics/uptime",
              "analytics/errors?compare=previous",
              "analytics/repairs?compare=previous&mode=fast",
              "analytics/performance",
              "analytics/performance?groupBy=app",
              "errors?app=shop",
              "alerts",
              "patterns",
              "ledger")) {
        assertThat(api.get("/api/v1/" + path).status()).as(path).isEqualTo(200);
      }

      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(lines)
                      .anyMatch(line -> line.contains("TimescaleUsage.summary"))
                      .anyMatch(line -> line.contains("UptimeDao.all"))
                      .anyMatch(line -> line.contains("RepairsDao.sums"))
                      .anyMatch(line -> line.contains("ClickHouseHeartbeats.byGroup"))
                      .anyMatch(line -> line.contains("ErrorsDao.list")));
    }
    assertThat(lines)
        .filteredOn(line -> line.startsWith("TimescaleDB") && line.contains("(answered)"))
        .allSatisfy(line -> assertThat(line).contains("cost=").doesNotContain("'acme'", "none:"));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("ClickHouse"))
        .allSatisfy(line -> assertThat(line).contains("{tenant:String}").doesNotContain("acme"));
  }
}
