package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.VerdictCounts;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import dev.fleetpulse.streams.topology.verdicts.LedgerTenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts one partition of the logs, as bytes, beside what the rooms say of the same partition; and
 * what ingest processes had acknowledged against what is there. Once per interval it tells what has
 * changed, and then how far it came.
 */
final class CountProcessor extends ContextualProcessor<byte[], byte[], LedgerKey, LedgerFact> {
  /** Longer than the log is kept: nothing of a start that was silent for so long is left. */
  private static final Duration SILENCE_MAX = Duration.ofDays(8);

  /** A process that is heard of so soon after a log's cut beginning may have been there before. */
  private static final Duration CUT_DOUBT = Duration.ofHours(1);

  /** Append times only grow, so older hours change no more once their room has decided. */
  private static final Duration KEPT = Duration.ofHours(2);

  private static final List<Log> LOGS = List.of(Log.HEARTBEATS, Log.ERRORS);
  private static final int REMEMBERED_MAX = 10_000;

  private final Topics topics;
  private final ConfluentAvro<Tick> ticks;
  private final Facts facts;
  private final Map<Log, Integer> deciding;
  private final LedgerPeriod period;
  private final Duration interval;
  private final Origins origins;
  private final Map<LogHour, LogCount> remembered = new HashMap<>();
  private final Map<LogHour, LogCount> told = new HashMap<>();
  private final Map<Log, Long> next = new HashMap<>();
  private final Map<Log, Place> cuts = new HashMap<>();
  private KeyValueStore<LogHour, LogCount> counts;
  private KeyValueStore<String, FrontCount> fronts;
  private KeyValueStore<String, Place> places;
  private long nowMs;

  /**
   * Counts nothing yet.
   *
   * @param deciding the generations of the rooms that decide
   */
  CountProcessor(
      Topics topics,
      ConfluentAvro<Tick> ticks,
      Map<Log, Integer> deciding,
      Facts facts,
      LedgerPeriod period,
      Duration interval) {
    this.topics = topics;
    this.ticks = ticks;
    this.deciding = deciding;
    this.facts = facts;
    this.period = period;
    this.interval = interval;
    this.origins = new Origins(topics);
  }

  @Override
  public void init(ProcessorContext<LedgerKey, LedgerFact> context) {
    super.init(context);
    counts = context.getStateStore(LedgerTopology.COUNTS);
    fronts = context.getStateStore(LedgerTopology.FRONTS);
    places = context.getStateStore(LedgerTopology.PLACES);
    // After a rollback the same processor begins again.
    remembered.clear();
    told.clear();
    next.clear();
    cuts.clear();
    nowMs = 0;
    try (var all = counts.all()) {
      all.forEachRemaining(one -> next.merge(one.key.log(), one.value.next(), Math::max));
    }
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::tell);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var place = context().recordMetadata().orElseThrow();
    if (place.topic().equals(topics.heartbeats().name())) {
      nowMs = Math.max(nowMs, record.timestamp());
      var cut = cut(Log.HEARTBEATS, place.offset(), record.timestamp());
      if (record.value() == null) {
        tick(record, cut);
      } else {
        count(Log.HEARTBEATS, record, place.offset(), cut);
        origins.of(record.value()).ifPresent(origin -> observe(origin, record.timestamp()));
      }
    } else if (place.topic().equals(topics.errors().name())) {
      count(
          Log.ERRORS, record, place.offset(), cut(Log.ERRORS, place.offset(), record.timestamp()));
    } else {
      take(topics.verdicts().values().deserializer().deserialize(place.topic(), record.value()));
    }
  }

  /**
   * Where the log began for us: at its own beginning, or in the middle of an hour whose first
   * records are no longer kept, and which nobody can count.
   */
  private Place cut(Log log, long offset, long timeMs) {
    return cuts.computeIfAbsent(
        log,
        key -> {
          var name = "cut/" + log.word();
          var known = places.get(name);
          if (known == null) {
            known = offset == 0 ? Place.START : new Place(offset, timeMs);
            places.put(name, known);
          }
          return known;
        });
  }

  private long cutHourMs(Log log) {
    var name = "cut/" + log.word();
    var cut = cuts.getOrDefault(log, Objects.requireNonNullElse(places.get(name), Place.START));
    return cut.offset() == 0 ? 0 : period.startOf(cut.timeMs());
  }

  private void count(Log log, Record<byte[], byte[]> record, long offset, Place cut) {
    next.put(log, offset + 1);
    var hourMs = period.startOf(record.timestamp());
    if (cut.offset() > 0 && hourMs <= period.startOf(cut.timeMs())) {
      return;
    }
    var hour = new LogHour(hourMs, log, LedgerTenant.ofKey(record.key()));
    put(hour, at(hour).withRecordAt(offset));
  }

  private LogCount at(LogHour hour) {
    var count = remembered.get(hour);
    return count == null ? Objects.requireNonNullElse(counts.get(hour), LogCount.NONE) : count;
  }

  private void put(LogHour hour, LogCount count) {
    if (remembered.size() >= REMEMBERED_MAX) {
      remembered.clear();
    }
    remembered.put(hour, count);
    counts.put(hour, count);
  }

  private void observe(String origin, long appendMs) {
    fronts.put(
        origin,
        Objects.requireNonNullElse(fronts.get(origin), FrontCount.NONE).withHeartbeat(appendMs));
  }

  private void tick(Record<byte[], byte[]> record, Place cut) {
    var header = record.headers().lastHeader(Topics.TICK);
    if (header == null) {
      return;
    }
    Tick tick;
    try {
      tick = ticks.deserialize(topics.heartbeats().name(), header.value());
    } catch (SerializationException e) {
      // Without its figures it is still a sign of time.
      return;
    }
    var origin = Origins.name(tick.getIngestor(), tick.getIncarnation());
    var before = Objects.requireNonNullElse(fronts.get(origin), FrontCount.NONE);
    var fromMiddle = cut.offset() > 0 && record.timestamp() - cut.timeMs() < CUT_DOUBT.toMillis();
    var hourMs = period.startOf(record.timestamp());
    var after = before.withTick(tick.getAcknowledged(), record.timestamp(), hourMs, fromMiddle);
    if (after.lost() > before.lost()) {
      var source = origin + "/" + context().taskId().partition();
      forward(
          facts.lost(new LogHour(hourMs, Log.FRONT, Books.EVERYBODY), source, after.lostInHour()));
    }
    if (tick.getGoodbye()) {
      fronts.delete(origin);
    } else {
      fronts.put(origin, after);
    }
  }

  /** What a room says. Of another generation's room nothing is believed. */
  private void take(VerdictCounts said) {
    var log = said == null ? null : Log.decidedBy(said.getRoom()).orElse(null);
    if (log == null || log == Log.FRONT || said.getGeneration() != deciding.get(log)) {
      return;
    }
    for (var told : said.getHours()) {
      if (told.getHourMs() > cutHourMs(log)) {
        var hour = new LogHour(told.getHourMs(), log, told.getTenant());
        put(hour, at(hour).with(told));
      }
    }
    var name = "verdicts/" + log.word();
    var before = Objects.requireNonNullElse(places.get(name), Place.START);
    places.put(name, before.or(new Place(said.getPosition(), said.getTimeMs())));
  }

  private void tell(long wallClockMs) {
    if (nowMs == 0) {
      return;
    }
    try (var all = counts.all()) {
      all.forEachRemaining(
          one -> {
            if (!one.value.equals(told.put(one.key, one.value))) {
              forward(facts.counted(one.key, context().taskId().partition(), one.value));
            }
          });
    }
    var judgedToMs = nowMs;
    for (var log : LOGS) {
      judgedToMs = Math.min(judgedToMs, tellClock(log));
    }
    forget(Math.min(judgedToMs, nowMs - KEPT.toMillis()));
  }

  /** Says how far the partition was counted and decided on, and returns the latter. */
  private long tellClock(Log log) {
    var counted = next.getOrDefault(log, 0L);
    var decided = Objects.requireNonNullElse(places.get("verdicts/" + log.word()), Place.START);
    var behind = Math.max(0, counted - decided.offset());
    var judgedToMs = behind == 0 ? nowMs : Math.min(nowMs, decided.timeMs());
    forward(
        facts.clock(
            log, context().taskId().partition(), nowMs, judgedToMs, behind, cutHourMs(log)));
    return judgedToMs;
  }

  private void forget(long beforeMs) {
    try (var old = counts.range(LogHour.startOf(0), LogHour.startOf(period.startOf(beforeMs)))) {
      old.forEachRemaining(
          one -> {
            counts.delete(one.key);
            remembered.remove(one.key);
            told.remove(one.key);
          });
    }
    try (var all = fronts.all()) {
      all.forEachRemaining(
          one -> {
            if (one.value.lastMs() < nowMs - SILENCE_MAX.toMillis()) {
              fronts.delete(one.key);
            }
          });
    }
  }

  private void forward(LedgerFact fact) {
    context().forward(new Record<>(Facts.key(fact), fact, nowMs));
  }
}
