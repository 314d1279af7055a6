package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.LedgerKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import dev.fleetpulse.streams.topology.verdicts.LedgerTenant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Counts dead letters: records that the rooms which decide could not use, each place in the log
 * once, and rows that a store refused, each row once.
 */
final class GivenUpProcessor extends ContextualProcessor<byte[], byte[], LedgerKey, LedgerFact> {
  /** Of any generation: a later one may leave to the dead letters what is there already. */
  private static final String USAGE = "fleetpulse-usage-g";

  private static final String ERRORS = "fleetpulse-errors-g";
  private static final Duration KEPT = Duration.ofDays(8);

  private final Topics topics;
  private final Facts facts;
  private final LedgerPeriod period;
  private KeyValueStore<String, Long> store;
  private long latestHourMs;

  /**
   * What a dead letter says.
   *
   * @param source who gave it up, as in {@link Facts#givenUp}
   * @param id the same for the same letter sent twice
   */
  private record Letter(LogHour hour, String source, String id) {}

  GivenUpProcessor(Topics topics, Facts facts, LedgerPeriod period) {
    this.topics = topics;
    this.facts = facts;
    this.period = period;
  }

  @Override
  public void init(ProcessorContext<LedgerKey, LedgerFact> context) {
    super.init(context);
    store = context.getStateStore(LedgerTopology.GIVEN_UP);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    letter(record).ifPresent(letter -> count(letter, record.timestamp()));
  }

  private void count(Letter letter, long timestamp) {
    var hour = letter.hour;
    var seen = key(hour.hourMs()) + "/seen/" + letter.source + "/" + letter.id;
    if (store.putIfAbsent(seen, 1L) != null) {
      return;
    }
    var name =
        key(hour.hourMs())
            + "/count/%s/%s/%s".formatted(hour.log().word(), letter.source, hour.tenant());
    var count = 1 + Objects.requireNonNullElse(store.get(name), 0L);
    store.put(name, count);
    var fact = facts.givenUp(hour, letter.source, count);
    context().forward(new Record<>(Facts.key(fact), fact, timestamp));
    forget(hour.hourMs());
  }

  private void forget(long hourMs) {
    if (hourMs <= latestHourMs) {
      return;
    }
    latestHourMs = hourMs;
    try (var old = store.range(key(0), key(Math.max(0, hourMs - KEPT.toMillis())))) {
      old.forEachRemaining(one -> store.delete(one.key));
    }
  }

  private static String key(long hourMs) {
    return "%016x".formatted(hourMs);
  }

  private Optional<Letter> letter(Record<byte[], byte[]> record) {
    var application = header(record, "application");
    var topic = header(record, "topic");
    if (application.startsWith(USAGE) && topic.equals(topics.heartbeats().name())) {
      return undecided(record, Log.HEARTBEATS);
    }
    if (application.startsWith(ERRORS) && topic.equals(topics.errors().name())) {
      return undecided(record, Log.ERRORS);
    }
    return switch (application) {
      case "timescale-heartbeats" -> heartbeat(record, "timescale");
      case "clickhouse-heartbeats" -> heartbeat(record, "clickhouse");
      case "clickhouse-error-occurrences" -> occurrence(record);
      default -> Optional.empty();
    };
  }

  private Optional<Letter> undecided(Record<byte[], byte[]> record, Log log) {
    return appendMs(record)
        .map(
            appendMs ->
                new Letter(
                    new LogHour(period.startOf(appendMs), log, LedgerTenant.ofKey(record.key())),
                    log.room(),
                    header(record, "partition") + "/" + header(record, "offset")));
  }

  /** A heartbeat that came too late is nothing the stores are held to. */
  private Optional<Letter> heartbeat(Record<byte[], byte[]> record, String storeName) {
    try {
      var name = topics.heartbeats().name();
      var key = topics.heartbeats().keys().deserializer().deserialize(name, record.key());
      var value = topics.heartbeats().values().deserializer().deserialize(name, record.value());
      if (key == null || value == null) {
        return Optional.empty();
      }
      return appendMs(record)
          .filter(
              appendMs -> appendMs - value.getTimestampMs() <= UsageTopology.LATENESS.toMillis())
          .map(
              appendMs ->
                  new Letter(
                      new LogHour(
                          period.startOf(appendMs), Log.HEARTBEATS, LedgerTenant.of(key.tenant())),
                      storeName,
                      new InstanceKey(value.getTenant(), value.getInstanceId())
                          + "@"
                          + value.getTimestampMs()));
    } catch (SerializationException e) {
      return Optional.empty();
    }
  }

  private Optional<Letter> occurrence(Record<byte[], byte[]> record) {
    try {
      var occurrence =
          topics
              .errorOccurrences()
              .values()
              .deserializer()
              .deserialize(topics.errorOccurrences().name(), record.value());
      if (occurrence == null) {
        return Optional.empty();
      }
      return Optional.of(
          new Letter(
              new LogHour(
                  period.startOf(occurrence.getReceivedMs()),
                  Log.ERRORS,
                  LedgerTenant.of(occurrence.getTenant())),
              "clickhouse",
              "%s@%s@%x"
                  .formatted(
                      occurrence.getInstanceId(),
                      occurrence.getErrorId(),
                      occurrence.getReceivedMs())));
    } catch (SerializationException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> appendMs(Record<byte[], byte[]> record) {
    try {
      return Optional.of(Long.valueOf(header(record, "timestamp").toLowerCase(Locale.ROOT)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String header(Record<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null || header.value() == null
        ? ""
        : new String(header.value(), StandardCharsets.UTF_8);
  }
}
