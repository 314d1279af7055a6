package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerHour;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the books of all hours, and says how they stand whenever that changes. */
final class BooksProcessor
    extends ContextualProcessor<LedgerKey, LedgerFact, LedgerKey, BooksStep> {
  /** Longer than any store is counted again. */
  private static final Duration KEPT = Duration.ofDays(3);

  private final Generation generation;
  private final Facts facts;
  private final LedgerPeriod period;
  private final int partitions;
  private KeyValueStore<LogHour, Books> books;
  private KeyValueStore<LogHour, LedgerHour> rows;
  private KeyValueStore<String, Clock> clocks;
  private KeyValueStore<String, Census> censuses;

  BooksProcessor(Generation generation, Facts facts, LedgerPeriod period, int partitions) {
    this.generation = generation;
    this.facts = facts;
    this.period = period;
    this.partitions = partitions;
  }

  @Override
  public void init(ProcessorContext<LedgerKey, BooksStep> context) {
    super.init(context);
    books = context.getStateStore(LedgerTopology.BOOKS);
    rows = context.getStateStore(LedgerTopology.ROWS);
    clocks = context.getStateStore(LedgerTopology.CLOCKS);
    censuses = context.getStateStore(LedgerTopology.CENSUSES);
  }

  @Override
  public void process(Record<LedgerKey, LedgerFact> record) {
    var fact = record.value();
    var log = fact == null ? Optional.<Log>empty() : Log.of(fact.getLog());
    if (log.isEmpty() || !facts.areOurs(fact)) {
      return;
    }
    switch (fact.getKind()) {
      case Facts.CLOCK -> takeClock(log.get(), fact, record.timestamp());
      case Facts.CENSUS -> takeCensus(log.get(), fact, record.timestamp());
      default -> {
        var hour = new LogHour(fact.getHourMs(), log.get(), fact.getTenant());
        books.put(hour, at(hour).with(fact));
        judge(hour, clock(hour.log()), record.timestamp());
      }
    }
  }

  private Books at(LogHour hour) {
    return Objects.requireNonNullElse(books.get(hour), Books.EMPTY);
  }

  private void takeClock(Log log, LedgerFact fact, long timestamp) {
    var before = clock(log);
    var name = log.word() + "/" + fact.getSource();
    var was = Objects.requireNonNullElse(clocks.get(name), Clock.NONE);
    clocks.put(name, was.or(Clock.of(fact)));
    var after = clock(log);
    var from = Math.min(settledHour(before.readToMs()), settledHour(before.judgedToMs()));
    var until = settledHour(after.readToMs());
    if (settledHour(before.readToMs()) == until
        && settledHour(before.judgedToMs()) == settledHour(after.judgedToMs())) {
      return;
    }
    judge(log, from, until, timestamp);
    forget(after.readToMs() - KEPT.toMillis());
  }

  /** The first hour that is not settled at the given time of the log. */
  private long settledHour(long timeMs) {
    return period.startOf(timeMs - period.graceMs());
  }

  private void takeCensus(Log log, LedgerFact fact, long timestamp) {
    var census = new Census(fact.getRound(), fact.getPending());
    var fromMs = period.startOf(fact.getHourMs());
    var untilMs = Math.min(fact.getUntilMs(), fromMs + KEPT.toMillis());
    for (var hourMs = fromMs; hourMs < untilMs; hourMs += period.lengthMs()) {
      var name = censusKey(hourMs, log, fact.getSource());
      var was = censuses.get(name);
      censuses.put(name, was == null ? census : was.or(census));
    }
    judge(log, fromMs, untilMs, timestamp);
  }

  private static String censusKey(long hourMs, Log log, String store) {
    return "%016x/%s/%s".formatted(hourMs, log.word(), store);
  }

  private Clock clock(Log log) {
    var known = new ArrayList<Clock>();
    for (var partition = 0; partition < partitions; partition++) {
      var clock = clocks.get(log.word() + "/" + partition);
      if (clock != null) {
        known.add(clock);
      }
    }
    return Clock.ofAll(known, partitions);
  }

  private void judge(Log log, long fromMs, long untilMs, long timestamp) {
    var clock = clock(log);
    var hours = new ArrayList<LogHour>();
    try (var found = books.range(LogHour.startOf(fromMs), LogHour.startOf(untilMs))) {
      found.forEachRemaining(one -> hours.add(one.key));
    }
    hours.stream().filter(hour -> hour.log() == log).forEach(hour -> judge(hour, clock, timestamp));
  }

  private void judge(LogHour hour, Clock clock, long timestamp) {
    var its = at(hour);
    // An hour that nobody could count from its beginning says nothing.
    if (hour.hourMs() <= clock.cutHourMs()
        || (hour.log() != Log.FRONT && its.counted().isEmpty())) {
      return;
    }
    var row = Judgement.of(hour, its, clock, censuses(hour), period);
    var alert = alert(hour, its, row, timestamp);
    var before = rows.get(hour);
    if (before != null) {
      row.setRevision(before.getRevision());
    }
    if (row.equals(before) && alert.isEmpty()) {
      return;
    }
    row.setRevision(generation.revisionAt(context().recordMetadata().orElseThrow().offset()));
    rows.put(hour, row);
    context().forward(new Record<>(hour.key(), new BooksStep(row, alert), timestamp));
  }

  private Map<String, Census> censuses(LogHour hour) {
    var found = new HashMap<String, Census>();
    for (var store : hour.log().stores()) {
      var census = censuses.get(censusKey(hour.hourMs(), hour.log(), store));
      if (census != null) {
        found.put(store, census);
      }
    }
    return found;
  }

  private Optional<AlertEvent> alert(LogHour hour, Books its, LedgerHour row, long timestamp) {
    if (row.getState().equals(Judgement.UNBALANCED) && !its.isAlertOpen()) {
      books.put(hour, its.withAlertRaised());
      return Optional.of(LossAlert.raised(row, its.raised() + 1, timestamp));
    }
    if (row.getState().equals(Judgement.BALANCED) && its.isAlertOpen()) {
      books.put(hour, its.withAlertCleared());
      return Optional.of(LossAlert.cleared(row, its.cleared() + 1, timestamp));
    }
    return Optional.empty();
  }

  private void forget(long beforeMs) {
    if (beforeMs <= 0) {
      return;
    }
    try (var old = books.range(LogHour.startOf(0), LogHour.startOf(beforeMs))) {
      old.forEachRemaining(
          one -> {
            books.delete(one.key);
            rows.delete(one.key);
          });
    }
    try (var old = censuses.range("%016x".formatted(0), "%016x".formatted(beforeMs))) {
      old.forEachRemaining(one -> censuses.delete(one.key));
    }
  }
}
