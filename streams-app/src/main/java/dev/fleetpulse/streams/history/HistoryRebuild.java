package dev.fleetpulse.streams.history;

import com.clickhouse.client.api.Client;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.usage.UsageRefold;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The hourly usage of a span of the past computed anew from ClickHouse's heartbeats, for when Kafka
 * no longer has them. Its rows take the way of all others, so that both stores get them.
 */
public final class HistoryRebuild {
  /** After that no heartbeat can change an hour any more, and no running room its row. */
  static final Duration CLOSED_AFTER = Duration.ofHours(26);

  private final HeartbeatHistory history;
  private final Topic<InstanceHourKey, UsageHour> hours;
  private final Producer<InstanceHourKey, UsageHour> producer;
  private final Generation generation;
  private final AtomicReference<Exception> unsent = new AtomicReference<>();
  private UsageRefold refold;
  private InstanceKey instance;
  private Instant from;
  private long heartbeats;
  private long rows;

  /**
   * Reads nothing yet.
   *
   * @param hours where the rows go to
   * @param generation later than that of the rows which are to be replaced
   */
  public HistoryRebuild(
      Client clickHouse,
      Topic<InstanceHourKey, UsageHour> hours,
      Producer<InstanceHourKey, UsageHour> producer,
      Generation generation) {
    this.history = new HeartbeatHistory(clickHouse);
    this.hours = hours;
    this.producer = producer;
    this.generation = generation;
  }

  /**
   * What is computed.
   *
   * @param from first hour
   * @param to the hour after the last
   * @param lookback how far before the first hour an instance's last heartbeat is looked for, from
   *     which its first hour is measured
   * @param tenant of one, or of all
   */
  public record Span(Instant from, Instant to, Duration lookback, Optional<String> tenant) {
    /** Refuses what has no answer, saying what was expected. */
    public static Span of(
        Instant from, Instant to, Duration lookback, Optional<String> tenant, Instant now) {
      expect(isHour(from), "--from must be the start of an hour: " + from);
      expect(isHour(to), "--to must be the start of an hour: " + to);
      expect(from.isBefore(to), "--from must be before --to: " + from + ", " + to);
      expect(
          !to.isAfter(now.minus(CLOSED_AFTER)),
          "--to must be %d hours ago at least, for heartbeats can still change later hours: %s"
              .formatted(CLOSED_AFTER.toHours(), to));
      expect(!lookback.isNegative(), "--lookback must not be negative: " + lookback);
      return new Span(from, to, lookback, tenant);
    }

    private static boolean isHour(Instant instant) {
      return instant.equals(instant.truncatedTo(ChronoUnit.HOURS));
    }

    private static void expect(boolean isSo, String otherwise) {
      if (!isSo) {
        throw new IllegalArgumentException(otherwise);
      }
    }
  }

  /**
   * How much there was.
   *
   * @param heartbeats that were read
   * @param rows that were written
   */
  public record Result(long heartbeats, long rows) {}

  /**
   * Computes and sends; all rows have been acknowledged when it returns.
   *
   * @throws IllegalStateException if ClickHouse or the broker fails half-way; what was sent is
   *     right, and another run gives it again
   */
  public Result run(Span span) throws InterruptedException {
    from = span.from();
    history.read(span.from().minus(span.lookback()), span.to(), span.tenant(), this::take);
    endInstance();
    producer.flush();
    check();
    return new Result(heartbeats, rows);
  }

  private void take(StoredHeartbeat stored) {
    if (!stored.instance().equals(instance)) {
      endInstance();
      instance = stored.instance();
      refold = new UsageRefold(instance, generation);
    }
    heartbeats++;
    refold.add(stored.heartbeat(), stored.appendMs(), stored.offset());
  }

  private void endInstance() {
    if (refold != null) {
      refold.end().stream()
          .filter(row -> row.getHourMs() >= from.toEpochMilli())
          .forEach(this::send);
      check();
    }
  }

  private void send(UsageHour row) {
    rows++;
    var key = new InstanceHourKey(row.getTenant(), row.getHourMs(), row.getInstanceId());
    var _ =
        producer.send(
            new ProducerRecord<>(hours.name(), key, row),
            (_, failure) -> {
              if (failure != null) {
                unsent.compareAndSet(null, failure);
              }
            });
  }

  private void check() {
    if (unsent.get() != null) {
      throw new IllegalStateException("The broker refused a row", unsent.get());
    }
  }
}
