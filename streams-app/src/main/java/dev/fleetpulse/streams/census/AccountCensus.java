package dev.fleetpulse.streams.census;

import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.streams.topology.ledger.Facts;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what of an account has to be counted, and makes facts of it. Hours are counted once they
 * are over and stored, and all of the window again from time to time, as rows may get lost later.
 */
final class AccountCensus {
  /** As long as TimescaleDB keeps, by default, all rows that may stand for an hour's records. */
  private static final Duration WINDOW = Duration.ofHours(23);

  /** Where hours are short. */
  private static final int WINDOW_HOURS_MAX = 200;

  private final Account account;
  private final Facts facts;
  private final LedgerPeriod period;
  private long countedUntilMs = Long.MIN_VALUE;
  private long recountMs = Long.MIN_VALUE;

  AccountCensus(Account account, Facts facts, LedgerPeriod period) {
    this.account = account;
    this.facts = facts;
    this.period = period;
  }

  /**
   * What was counted.
   *
   * @param facts to be told; the one about all tenants last
   * @param untilMs behind the last hour that is settled by it
   */
  record Counted(List<LedgerFact> facts, long untilMs, boolean whole) {}

  /**
   * Counts what is due.
   *
   * @param passedMs up to which time everything is stored
   * @param pending offsets that have to be stored before more hours are
   */
  Optional<Counted> count(long nowMs, long passedMs, long pending) {
    var windowMs = Math.min(WINDOW.toMillis(), WINDOW_HOURS_MAX * period.lengthMs());
    var beginMs = period.startOf(nowMs - windowMs) + period.lengthMs();
    var settledMs = period.startOf(passedMs - period.graceMs());
    var overMs = period.startOf(nowMs - period.graceMs());
    var whole = nowMs >= recountMs;
    var fromMs = whole ? beginMs : Math.max(beginMs, countedUntilMs);
    var told = new ArrayList<LedgerFact>();
    if (fromMs < settledMs) {
      addCounts(told, fromMs, settledMs, nowMs);
    }
    var waitingMs = Math.max(beginMs, Math.max(settledMs, countedUntilMs));
    if (pending > 0 && waitingMs < overMs) {
      told.add(census(waitingMs, overMs, pending, nowMs));
    }
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(new Counted(told, Math.max(settledMs, countedUntilMs), whole));
  }

  /** Takes note that what was counted was told, too. */
  void told(Counted counted, long nowMs) {
    countedUntilMs = Math.max(countedUntilMs, counted.untilMs());
    if (counted.whole()) {
      recountMs = nowMs + period.lengthMs();
    }
  }

  private void addCounts(List<LedgerFact> told, long fromMs, long untilMs, long roundMs) {
    var keptMs = account.counter().keptSince(roundMs);
    var firstMs =
        keptMs <= fromMs ? fromMs : Math.min(untilMs, period.startOf(keptMs) + period.lengthMs());
    if (fromMs < firstMs) {
      told.add(census(fromMs, firstMs, Facts.UNCHECKED, roundMs));
    }
    if (firstMs < untilMs) {
      for (var count : account.counter().count(firstMs, untilMs, period.lengthMs())) {
        told.add(
            facts.stored(
                account.log(),
                account.store(),
                count.tenant(),
                count.hourMs(),
                count.rows(),
                roundMs));
      }
      told.add(census(firstMs, untilMs, 0, roundMs));
    }
  }

  private LedgerFact census(long fromMs, long untilMs, long pending, long roundMs) {
    return facts.census(account.log(), account.store(), fromMs, untilMs, pending, roundMs);
  }
}
