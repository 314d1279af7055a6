package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.LedgerHour;
import dev.fleetpulse.schemas.LedgerStore;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How the books of an hour stand; nothing but what is given decides. */
final class Judgement {
  static final String OPEN = "open";
  static final String PENDING = "pending";
  static final String BALANCED = "balanced";
  static final String UNBALANCED = "unbalanced";
  static final String UNCHECKED = "unchecked";

  private final LogHour hour;
  private final Books books;
  private final Clock clock;
  private final Map<String, Census> censuses;
  private final long settledMs;
  private final List<String> reasons = new ArrayList<>();

  private Judgement(
      LogHour hour, Books books, Clock clock, Map<String, Census> censuses, LedgerPeriod period) {
    this.hour = hour;
    this.books = books;
    this.clock = clock;
    this.censuses = censuses;
    this.settledMs = hour.hourMs() + period.lengthMs() + period.graceMs();
  }

  /**
   * The row of an hour.
   *
   * @param clock of its log
   * @param censuses of this hour, by store
   */
  static LedgerHour of(
      LogHour hour, Books books, Clock clock, Map<String, Census> censuses, LedgerPeriod period) {
    var judgement = new Judgement(hour, books, clock, censuses, period);
    return hour.log() == Log.FRONT ? judgement.front() : judgement.log();
  }

  private LedgerHour front() {
    var lost = books.lostInAll();
    if (lost > 0) {
      reasons.add(lost + " records were acknowledged and are not in the log");
    }
    return row(LogCount.NONE, 0, 0)
        .setState(lost == 0 ? BALANCED : UNBALANCED)
        .setReason(reason())
        .setLost(lost)
        .setLostBy(Map.copyOf(books.lost()))
        .build();
  }

  private LedgerHour log() {
    var sum = books.sum();
    var unreadable = books.givenUp().getOrDefault(hour.log().room(), 0L);
    var difference = sum.appended() - sum.unique() - sum.duplicate() - sum.tooLate() - unreadable;
    var state = logState(difference);
    var stores = new TreeMap<String, LedgerStore>();
    for (var store : hour.log().stores()) {
      stores.put(store, store(store, state, sum.unique() - sum.sampled()));
    }
    var states = new ArrayList<>(stores.values().stream().map(LedgerStore::getState).toList());
    states.add(state);
    return row(sum, unreadable, difference)
        .setState(worst(states))
        .setReason(reason())
        .setStores(stores)
        .build();
  }

  private String logState(long difference) {
    if (clock.readToMs() < settledMs) {
      return OPEN;
    }
    if (difference == 0) {
      return BALANCED;
    }
    if (clock.judgedToMs() < settledMs) {
      reasons.add(
          "%s has yet to decide on %d records".formatted(hour.log().room(), clock.behind()));
      return PENDING;
    }
    reasons.add(
        difference > 0
            ? difference + " records have no verdict"
            : -difference + " verdicts have no record");
    return UNBALANCED;
  }

  private LedgerStore store(String store, String logState, long expected) {
    var dead = books.givenUp().getOrDefault(store, 0L);
    var answer = LedgerStore.newBuilder().setState(PENDING).setDeadLetters(dead);
    var census = censuses.get(store);
    if (logState.equals(OPEN) || logState.equals(PENDING)) {
      return answer.build();
    }
    if (census == null) {
      reasons.add(store + " has not been counted yet");
      return answer.build();
    }
    if (census.pending() == Facts.UNCHECKED) {
      return answer.setState(UNCHECKED).build();
    }
    if (!census.isCounted()) {
      reasons.add("%s has yet to take %d records".formatted(store, census.pending()));
      return answer.setPending(census.pending()).build();
    }
    var stored = books.stored().get(store);
    var rows = stored == null || stored.round() < census.round() ? 0 : stored.rows();
    // A dead letter may or may not have left another copy's row.
    var difference = rows > expected ? expected - rows : Math.max(0, expected - rows - dead);
    if (difference != 0) {
      reasons.add(
          difference > 0
              ? "%s lacks %d rows".formatted(store, difference)
              : "%s has %d rows too many".formatted(store, -difference));
    }
    return answer
        .setState(difference == 0 ? BALANCED : UNBALANCED)
        .setRows(rows)
        .setDifference(difference)
        .build();
  }

  private LedgerHour.Builder row(LogCount sum, long unreadable, long difference) {
    return LedgerHour.newBuilder()
        .setTenant(hour.tenant())
        .setHourMs(hour.hourMs())
        .setLog(hour.log().word())
        .setRevision(0)
        .setAppended(sum.appended())
        .setUnique(sum.unique())
        .setDuplicate(sum.duplicate())
        .setTooLate(sum.tooLate())
        .setUnreadable(unreadable)
        .setSampled(sum.sampled())
        .setDifference(difference);
  }

  private String reason() {
    return reasons.isEmpty() ? null : String.join("; ", reasons);
  }

  private static String worst(List<String> states) {
    return List.of(OPEN, UNBALANCED, PENDING, BALANCED).stream()
        .filter(states::contains)
        .findFirst()
        .orElse(BALANCED);
  }
}
