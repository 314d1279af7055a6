package dev.fleetpulse.query.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StatementsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
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
  void whatTakesTooLongIsToldWithItsPlanOnceAMinute() {
    var statements = new Statements(meters, Duration.ofNanos(1));

    for (var i = 0; i < 3; i++) {
      assertThat(statements.measured(Store.TIMESCALE, () -> 7, () -> "Seq Scan on x")).isEqualTo(7);
    }

    await().until(() -> !log.list.isEmpty());
    assertThat(meters.get("fleetpulse.query.statements").tag("store", "timescale").timer().count())
        .isEqualTo(3);
    assertThat(log.list).hasSize(1);
    assertThat(log.list.getFirst().getFormattedMessage())
        .startsWith("TimescaleDB took")
        .contains("(answered)")
        .endsWith("\nSeq Scan on x");
  }

  @Test
  void whatFailsIsMeasuredToo() {
    var statements = new Statements(meters, Duration.ofDays(1));

    assertThatThrownBy(
            () ->
                statements.measured(
                    Store.CLICKHOUSE,
                    () -> {
                      throw new IllegalStateException("away");
                    },
                    () -> "none"))
        .hasMessage("away");

    assertThat(meters.get("fleetpulse.query.statements").tag("outcome", "failed").timer().count())
        .isEqualTo(1);
    assertThat(log.list).isEqualTo(List.of());
  }
}
