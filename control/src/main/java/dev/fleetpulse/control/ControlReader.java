package dev.fleetpulse.control;

import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the control topic from its beginning and goes on reading, in a thread of its own and
 * without a group: every process has all of it in memory. Knows as of when it has everything, too.
 * What fails is tried again until it works; meanwhile nothing is confirmed.
 */
public final class ControlReader implements ControlView, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration POSITION_MAX = Duration.ofSeconds(2);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(5);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
  private static final int POLL_RECORDS_MAX = 5_000;
  private static final int FETCH_BYTES_MAX = 4 * 1024 * 1024;

  private final String kafka;
  private final Topics topics;
  private final TopicPartition partition;
  private final ControlCodec codec;
  private final Counter unreadable;
  private final KeyRing keys = new KeyRing();
  private final Thresholds thresholds = new Thresholds();
  private final MaintenanceWindows windows = new MaintenanceWindows();
  private final CategoryBook categories = new CategoryBook();
  private final Enrolments enrolments = new Enrolments();
  private final CatchUp catchUp = new CatchUp(System::nanoTime);
  private final EndWatch ends;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("control-reader").unstarted(this::run);
  private volatile boolean keepsEnrolments;
  private volatile boolean closing;
  private volatile Consumer<String, byte[]> consumer;
  private Admin admin;
  private String lastFailure = "";

  /**
   * Reads nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   */
  public ControlReader(String kafka, Topics topics, Schemas schemas, MeterRegistry meters) {
    this.kafka = kafka;
    this.topics = topics;
    this.partition = new TopicPartition(topics.control().name(), 0);
    this.codec = new ControlCodec(topics, schemas);
    this.ends =
        new EndWatch(
            partition,
            catchUp,
            System::nanoTime,
            Counter.builder("fleetpulse.control.lookups")
                .description("How often the broker was asked where the control topic ends")
                .register(meters));
    this.unreadable =
        Counter.builder("fleetpulse.control.unreadable")
            .description("Records of the control topic that nobody can read")
            .register(meters);
    Gauge.builder("fleetpulse.control.keys", keys, KeyRing::size)
        .description("Keys in memory, valid or not")
        .register(meters);
    Gauge.builder("fleetpulse.control.age.seconds", catchUp, ControlReader::ageSeconds)
        .description("How old what is known of the control topic may be; NaN before all is read")
        .register(meters);
  }

  /**
   * Keeps in memory what was said of each instance when it was registered, which only few processes
   * need; to be called before {@link #start}.
   */
  public void keepEnrolments() {
    keepsEnrolments = true;
  }

  /** Begins to read; creates the topics where they are missing. */
  public void start() {
    admin = Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
    thread.start();
  }

  /**
   * Returns once everything is known that was there at the start.
   *
   * @throws IllegalStateException if that takes longer than the patience
   */
  public void awaitLoaded(Duration patience) throws InterruptedException {
    var began = System.nanoTime();
    try {
      catchUp.first().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s could not be read within %s".formatted(partition.topic(), patience), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("This future never fails", e);
    }
    LOG.info(
        "{} keys are in memory after {} ms",
        keys.size(),
        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  @Override
  public KeyRing keys() {
    return keys;
  }

  /** After how much silence instances count as down, where that was set. */
  public Thresholds thresholds() {
    return thresholds;
  }

  /** When somebody works on which instances. */
  public MaintenanceWindows maintenance() {
    return windows;
  }

  /** The rules for categories that tenants have set, as far as they are read. */
  public CategoryBook categories() {
    return categories;
  }

  /** All registered instances, as far as they are read; none without {@link #keepEnrolments}. */
  public Enrolments enrolments() {
    return enrolments;
  }

  @Override
  public boolean isConfirmed() {
    return catchUp.isConfirmed();
  }

  @Override
  public CompletableFuture<Void> caughtUp() {
    return ends.caughtUp();
  }

  /** Why keys can't be judged now, or nothing where they can. */
  public Optional<String> trouble() {
    if (catchUp.isConfirmed()) {
      return Optional.empty();
    }
    return Optional.of(
        catchUp
            .sinceConfirmed()
            .map(since -> "keys have not been confirmed for " + since.toSeconds() + " s")
            .orElse("keys are still being read"));
  }

  @Override
  public void close() {
    closing = true;
    ends.close();
    var reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_MAX)) {
        // It may be where a wake-up does not reach it: creating topics, or waiting for the
        // registry.
        thread.interrupt();
        thread.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (admin != null) {
      admin.close(CLOSE_MAX);
    }
  }

  private void run() {
    try {
      ensureTopics();
      ends.start(admin);
      try (var opened = open()) {
        consumer = opened;
        opened.assign(List.of(partition));
        opened.seekToBeginning(List.of(partition));
        while (!closing) {
          follow(opened);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("The reading of {} ends as it should", partition);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ensureTopics() throws InterruptedException {
    while (!closing) {
      try {
        new TopicAdmin(admin).ensure(List.of(topics.control(), topics.keyUsage(), topics.audit()));
        return;
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private void follow(Consumer<String, byte[]> opened) throws InterruptedException {
    try {
      apply(opened.poll(POLL), opened);
      catchUp.readUpTo(opened.position(partition, POSITION_MAX));
      lastFailure = "";
    } catch (InterruptException | WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void apply(ConsumerRecords<String, byte[]> records, Consumer<String, byte[]> opened)
      throws InterruptedException {
    for (var message : records) {
      try {
        apply(message);
      } catch (RuntimeException e) {
        // What it says is not known, so it counts as unread, and so does all behind it: the
        // registry may be away, and a revocation must not be passed over.
        opened.seek(partition, message.offset());
        failed(e);
        return;
      }
    }
  }

  private void apply(ConsumerRecord<String, byte[]> message) {
    if (!keepsEnrolments && message.key() != null && message.key().startsWith(Topics.INSTANCE)) {
      return;
    }
    var said = codec.read(message.key(), message.value(), message.timestamp());
    keys.apply(said);
    thresholds.apply(said);
    windows.apply(said);
    categories.apply(said);
    enrolments.apply(said);
    if (said instanceof ControlRecord.Unreadable(var why)) {
      unreadable.increment();
      LOG.error("{} offset {} can't be read: {}", partition, message.offset(), why);
    }
  }

  /** Says so once, and pauses before the next attempt. */
  private void failed(RuntimeException failure) throws InterruptedException {
    var words = failure.toString();
    if (!words.equals(lastFailure)) {
      lastFailure = words;
      LOG.warn("{} can't be read now: {}", partition, words);
    }
    Thread.sleep(PAUSE);
  }

  private static double ageSeconds(CatchUp catchUp) {
    return catchUp.sinceConfirmed().map(since -> since.toMillis() / 1000.0).orElse(Double.NaN);
  }

  private KafkaConsumer<String, byte[]> open() {
    return new KafkaConsumer<>(
        Map.ofEntries(
            Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_MAX),
            Map.entry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
            Map.entry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis())),
        topics.control().keys().deserializer(),
        topics.control().values().deserializer());
  }
}
