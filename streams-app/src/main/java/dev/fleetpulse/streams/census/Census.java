package dev.fleetpulse.streams.census;

import com.clickhouse.client.api.Client;
import dev.fleetpulse.schemas.LedgerFact;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.ledger.Facts;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, in the background, what the stores hold of hours that are over and stored, and tells the
 * ledger. A store that is away only delays it. Any number of processes may do so, as each of them
 * tells the same; they only ask more often than would be needed.
 */
public final class Census implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Census.class);
  private static final Duration INTERVAL_MIN = Duration.ofSeconds(1);
  private static final Duration SEND_PATIENCE = Duration.ofSeconds(30);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final int INTERVALS_PER_HOUR = 60;

  private final String kafka;
  private final Topics topics;
  private final LedgerPeriod period;
  private final Facts facts;
  private final List<Account> accounts;
  private final Producer<byte[], byte[]> producer;
  private final MeterRegistry metrics;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread thread;

  /**
   * Counts nothing yet.
   *
   * @param producer stays the caller's
   */
  public Census(
      String kafka,
      Topics topics,
      Generation generation,
      LedgerPeriod period,
      DataSource timescale,
      Client clickHouse,
      Producer<byte[], byte[]> producer,
      MeterRegistry metrics) {
    this.kafka = kafka;
    this.topics = topics;
    this.period = period;
    this.facts = new Facts(generation);
    this.accounts = accounts(topics, generation, timescale, clickHouse);
    this.producer = producer;
    this.metrics = metrics;
  }

  private static List<Account> accounts(
      Topics topics, Generation generation, DataSource timescale, Client clickHouse) {
    var heartbeats = topics.heartbeats();
    return List.of(
        new Account(
            "heartbeats",
            "timescale",
            List.of(new Stage("fleetpulse-timescale-heartbeats", heartbeats)),
            new TimescaleHeartbeats(timescale)),
        new Account(
            "heartbeats",
            "clickhouse",
            List.of(new Stage("fleetpulse-clickhouse-heartbeats", heartbeats)),
            ClickHouseRows.heartbeats(clickHouse)),
        new Account(
            "errors",
            "clickhouse",
            List.of(
                new Stage("fleetpulse-errors-g" + generation.number(), topics.errors()),
                new Stage("fleetpulse-clickhouse-error-occurrences", topics.errorOccurrences())),
            ClickHouseRows.occurrences(clickHouse)));
  }

  /** Begins, in the background. */
  public void start() {
    thread = Thread.ofPlatform().name("census").daemon().start(this::repeat);
  }

  private void repeat() {
    var interval = period.length().dividedBy(INTERVALS_PER_HOUR);
    var wait = interval.compareTo(INTERVAL_MIN) < 0 ? INTERVAL_MIN : interval;
    try (var offsets = new Offsets(kafka)) {
      var works = accounts.stream().map(account -> new Work(account, offsets)).toList();
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        works.forEach(Work::run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends soon; what is being counted is given up. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (thread != null && !thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(List<LedgerFact> told) {
    var name = topics.ledgerFacts().name();
    var sending = new ArrayList<Future<?>>();
    for (var fact : told) {
      var key = topics.ledgerFacts().keys().serializer().serialize(name, Facts.key(fact));
      var value = topics.ledgerFacts().values().serializer().serialize(name, fact);
      if (Facts.isForAll(fact)) {
        // Behind what is told of single tenants, in whichever partition that is.
        await(sending);
        sending.clear();
        for (var partition = 0; partition < topics.ledgerFacts().partitions(); partition++) {
          sending.add(producer.send(new ProducerRecord<>(name, partition, key, value)));
        }
      } else {
        sending.add(producer.send(new ProducerRecord<>(name, key, value)));
      }
    }
    await(sending);
  }

  private static void await(List<Future<?>> sending) {
    try {
      for (var one : sending) {
        one.get(SEND_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new CensusException("The broker did not take what was counted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CensusException("Interrupted", e);
    }
  }

  /** One account, again and again. */
  private final class Work {
    private final Account account;
    private final Progress progress;
    private final AccountCensus census;
    private final Counter failures;

    Work(Account account, Offsets offsets) {
      this.account = account;
      this.progress = new Progress(account, offsets);
      this.census = new AccountCensus(account, facts, period);
      this.failures =
          Counter.builder("fleetpulse.census.failures")
              .description("Counts for the ledger that a store or the broker did not answer")
              .tag("account", account.name())
              .register(metrics);
    }

    void run() {
      try {
        var nowMs = System.currentTimeMillis();
        progress.look(nowMs);
        census
            .count(nowMs, progress.passedMs(), progress.pending())
            .ifPresent(
                counted -> {
                  tell(counted.facts());
                  census.told(counted, nowMs);
                });
      } catch (CensusException | KafkaException e) {
        failures.increment();
        LOG.warn("The census of {} has to wait: {}", account.name(), e.getMessage());
      } catch (RuntimeException e) {
        // Whatever it is, it must not end the census of the other accounts.
        failures.increment();
        LOG.error("The census of {} failed", account.name(), e);
      }
    }
  }
}
