package dev.fleetpulse.query.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.query.analytics.StoreChoice.Choice;
import dev.fleetpulse.query.analytics.StoreChoice.Question;
import dev.fleetpulse.query.analytics.StoreChoice.Subject;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreChoiceTest {
  private static final Instant NOW = Instant.parse("2026-06-10T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // a small fleet, also for long
    "USAGE, 100, 24, 1, TIMESCALE",
    "USAGE, 100, 8784, 1, TIMESCALE",
    "NAMED_USAGE, 100, 168, 1, TIMESCALE",
    // one server of a large one
    "NAMED_USAGE, 1, 720, 1, TIMESCALE",
    "HEARTBEATS, 1, 24, 60, TIMESCALE",
    // a whole large fleet, or long
    "USAGE, 100000, 24, 1, CLICKHOUSE",
    "NAMED_USAGE, 100000, 1, 1, CLICKHOUSE",
    "NAMED_USAGE, 100, 720, 1, CLICKHOUSE",
    "HEARTBEATS, 1000, 24, 60, CLICKHOUSE"
  })
  void theNumberOfRowsDecides(Subject subject, long servers, int hours, int perHour, Store store) {
    var choice =
        StoreChoice.decide(
            new Question(
                subject, last(hours), OptionalLong.of(servers), perHour, true, Optional.empty()));

    assertThat(choice.first()).isEqualTo(store);
    assertThat(choice.stores()).containsExactlyInAnyOrder(Store.values());
    assertThat(choice.reason()).contains("" + servers * hours * perHour);
  }

  @Test
  void whereTheNumberIsNotKnownTheStoreForManyRowsIsAsked() {
    var choice =
        StoreChoice.decide(
            new Question(Subject.USAGE, last(1), OptionalLong.empty(), 1, true, Optional.empty()));

    assertThat(choice.stores()).containsExactly(Store.CLICKHOUSE, Store.TIMESCALE);
  }

  @Test
  void rowsThatTimescaleNoLongerHasAreAskedOfClickHouseAlone() {
    var since = NOW.minus(Duration.ofDays(2));

    assertThat(heartbeats(last(49), true, since).stores()).containsExactly(Store.CLICKHOUSE);
    assertThat(heartbeats(last(48), true, since).stores())
        .containsExactly(Store.TIMESCALE, Store.CLICKHOUSE);
  }

  @Test
  void columnsThatTimescaleDoesNotHaveAreAskedOfClickHouseAlone() {
    assertThat(heartbeats(last(1), false, NOW.minus(Duration.ofDays(2))).stores())
        .containsExactly(Store.CLICKHOUSE);
  }

  @Test
  void whoDoesNotAnswerIsReplacedByTheOther() {
    var choice = new Choice(Store.TIMESCALE, Optional.of(Store.CLICKHOUSE), "few rows");

    var told =
        Stores.ask(
            choice,
            store -> {
              if (store == Store.TIMESCALE) {
                throw StoreException.tooLong(store, "away");
              }
              return 7;
            });

    assertThat(told).isEqualTo(new Told<>(Store.CLICKHOUSE, "TimescaleDB did not answer", 7));
  }

  @Test
  void whereNobodyElseCanTheFailureSaysWhoFailed() {
    var choice = new Choice(Store.CLICKHOUSE, Optional.empty(), "old rows");

    assertThatThrownBy(
            () ->
                Stores.ask(
                    choice,
                    store -> {
                      throw StoreException.tooLong(store, "away");
                    }))
        .isInstanceOfSatisfying(
            StoreException.class, e -> assertThat(e.store()).isEqualTo(Store.CLICKHOUSE));
  }

  private static Choice heartbeats(TimeRange range, boolean known, Instant since) {
    return StoreChoice.decide(
        new Question(Subject.HEARTBEATS, range, OptionalLong.of(1), 60, known, Optional.of(since)));
  }

  private static TimeRange last(int hours) {
    return new TimeRange(NOW.minus(Duration.ofHours(hours)), NOW);
  }
}
