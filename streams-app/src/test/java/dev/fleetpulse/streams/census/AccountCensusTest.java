package dev.fleetpulse.streams.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.ledger.Facts;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AccountCensusTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final long NOON = 500_000 * HOUR;

  private final Store store = new Store();
  private final AccountCensus census =
      new AccountCensus(
          new Account("heartbeats", "timescale", List.of(), store),
          new Facts(new Generation(1)),
          LedgerPeriod.HOUR);

  @Test
  void onlyHoursThatAreOverAndStoredAreCounted() {
    var counted = count(NOON + 30 * MINUTE, NOON + 30 * MINUTE, 0);

    assertThat(store.asked).containsExactly(List.of(NOON - 22 * HOUR, NOON));
    assertThat(counted).extracting(LedgerFact::getKind).containsExactly("stored", "census");
    assertThat(counted.getFirst().getCount()).isEqualTo(7);
    assertThat(counted.getLast().getUntilMs()).isEqualTo(NOON);
    assertThat(counted.getLast().getPending()).isZero();
  }

  @Test
  void anHourIsNotOverBeforeItsGraceHasPassed() {
    count(NOON + MINUTE / 2, NOON + MINUTE / 2, 0);

    assertThat(store.asked.getFirst().getLast()).isEqualTo(NOON - HOUR);
  }

  @Test
  void whatWasCountedIsCountedAgainAfterAnHourOnly() {
    count(NOON + 30 * MINUTE, NOON + 30 * MINUTE, 0);
    assertThat(count(NOON + 31 * MINUTE, NOON + 31 * MINUTE, 0)).isEmpty();

    count(NOON + 62 * MINUTE, NOON + 62 * MINUTE, 0);
    count(NOON + 91 * MINUTE, NOON + 91 * MINUTE, 0);

    assertThat(store.asked)
        .containsExactly(
            List.of(NOON - 22 * HOUR, NOON),
            List.of(NOON, NOON + HOUR),
            List.of(NOON - 21 * HOUR, NOON + HOUR));
  }

  @Test
  void whatIsNotStoredYetIsPendingAndNotCounted() {
    count(NOON + 30 * MINUTE, NOON + 30 * MINUTE, 0);

    var waiting = count(NOON + 62 * MINUTE, NOON + 30 * MINUTE, 42);

    assertThat(store.asked).hasSize(1);
    assertThat(waiting).hasSize(1);
    assertThat(waiting.getFirst().getPending()).isEqualTo(42);
    assertThat(waiting.getFirst().getHourMs()).isEqualTo(NOON);
    assertThat(waiting.getFirst().getUntilMs()).isEqualTo(NOON + HOUR);
  }

  @Test
  void hoursWhoseRowsAreNotAllKeptAreUnchecked() {
    store.keptSince = NOON - 10 * HOUR;

    var counted = count(NOON + 30 * MINUTE, NOON + 30 * MINUTE, 0);

    assertThat(counted.getFirst().getPending()).isEqualTo(Facts.UNCHECKED);
    assertThat(counted.getFirst().getUntilMs()).isEqualTo(NOON - 9 * HOUR);
    assertThat(store.asked).containsExactly(List.of(NOON - 9 * HOUR, NOON));
  }

  @Test
  void aCountThatFailedIsDueAgain() {
    store.away = true;
    assertThatThrownBy(() -> count(NOON + 30 * MINUTE, NOON + 30 * MINUTE, 0))
        .isInstanceOf(CensusException.class);
    store.away = false;

    assertThat(count(NOON + 31 * MINUTE, NOON + 31 * MINUTE, 0)).isNotEmpty();
  }

  private List<LedgerFact> count(long nowMs, long passedMs, long pending) {
    var counted = census.count(nowMs, passedMs, pending);
    counted.ifPresent(told -> census.told(told, nowMs));
    return counted.map(AccountCensus.Counted::facts).orElse(List.of());
  }

  private static final class Store implements StoreCounter {
    private final List<List<Long>> asked = new ArrayList<>();
    private long keptSince = Long.MIN_VALUE;
    private boolean away;

    @Override
    public List<Count> count(long fromMs, long untilMs, long lengthMs) {
      if (away) {
        throw new CensusException("away", null);
      }
      asked.add(List.of(fromMs, untilMs));
      return List.of(new Count("acme", fromMs, 7));
    }

    @Override
    public long keptSince(long nowMs) {
      return keptSince;
    }
  }
}
