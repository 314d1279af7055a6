package dev.fleetpulse.query.live;

import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.TopicAdmin;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what happens out of the log, in a thread of its own and without a group: every process is
 * told everything. What fails is tried again until it works.
 */
final class LiveReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveReader.class);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration REQUEST_MAX = Duration.ofSeconds(10);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(1);
  private static final int POLL_RECORDS_MAX = 2_000;
  private static final int PARTITION_FETCH_BYTES_MAX = 512 * 1024;
  private static final int FETCH_BYTES_MAX = 4 * 1024 * 1024;

  private final String kafka;
  private final LiveTopics topics;
  private final Runnable whenLoaded;
  private final Counter unreadable;
  private final Map<TopicPartition, Long> before = new HashMap<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("live-reader").unstarted(this::run);
  private volatile boolean closing;
  private volatile boolean loaded;
  private volatile Consumer<byte[], byte[]> consumer;
  private String lastFailure = "";

  /**
   * Reads nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   * @param whenLoaded called once everything is known that was there at the start
   */
  LiveReader(String kafka, LiveTopics topics, Runnable whenLoaded, MeterRegistry meters) {
    this.kafka = kafka;
    this.topics = topics;
    this.whenLoaded = whenLoaded;
    this.unreadable =
        Counter.builder("fleetpulse.live.unreadable")
            .description("Records that nobody can read, left out of the live stream")
            .register(meters);
  }

  /** Begins to read; creates the topics where they are missing. */
  void start() {
    thread.start();
  }

  /** Whether everything is known that was there at the start; nothing is told before. */
  boolean isLoaded() {
    return loaded;
  }

  @Override
  public void close() {
    closing = true;
    var reading = consumer;
    if (reading != null) {
      reading.wakeup();
    }
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_MAX)) {
        thread.interrupt();
        thread.join(CLOSE_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      ensureTopics();
      try (var opened = open()) {
        consumer = opened;
        while (!closing && !begin(opened)) {
          Thread.sleep(PAUSE);
        }
        while (!closing) {
          follow(opened);
        }
      }
    } catch (WakeupException e) {
      LOG.debug("The reading of live events ends as it should");
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ensureTopics() throws InterruptedException {
    var all = new ArrayList<Topic<?, ?>>(topics.whole());
    all.addAll(topics.fromNow());
    try (var admin =
        Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka))) {
      while (!closing) {
        try {
          new TopicAdmin(admin).ensure(all);
          return;
        } catch (RuntimeException e) {
          failed(e);
        }
      }
    }
  }

  /** Takes its place in every partition; false where the broker did not answer. */
  private boolean begin(Consumer<byte[], byte[]> opened) {
    try {
      var whole = partitions(topics.whole());
      var fromNow = partitions(topics.fromNow());
      var all = new ArrayList<>(whole);
      all.addAll(fromNow);
      opened.assign(all);
      // As whoever reads only what is committed sees them.
      before.putAll(opened.endOffsets(all));
      opened.seekToBeginning(whole);
      fromNow.forEach(partition -> opened.seek(partition, before.get(partition)));
      return true;
    } catch (InterruptException | WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      log(e);
      return false;
    }
  }

  private void follow(Consumer<byte[], byte[]> opened) throws InterruptedException {
    try {
      read(opened.poll(POLL), opened);
      if (loaded) {
        topics.judgeClocks();
      } else if (isAtItsBeginning(opened)) {
        loaded = true;
        whenLoaded.run();
      }
    } catch (InterruptException | WakeupException e) {
      throw e;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private boolean isAtItsBeginning(Consumer<byte[], byte[]> opened) {
    return before.entrySet().stream()
        .allMatch(end -> opened.position(end.getKey()) >= end.getValue());
  }

  private void read(ConsumerRecords<byte[], byte[]> records, Consumer<byte[], byte[]> opened)
      throws InterruptedException {
    for (var partition : records.partitions()) {
      for (var message : records.records(partition)) {
        try {
          read(partition, message);
        } catch (RuntimeException e) {
          // The registry may be away: this and all behind it in its partition is read again.
          opened.seek(partition, message.offset());
          failed(e);
          break;
        }
      }
    }
  }

  private void read(TopicPartition partition, ConsumerRecord<byte[], byte[]> message) {
    try {
      topics.read(message, message.offset() >= before.get(partition));
      lastFailure = "";
    } catch (SerializationException e) {
      unreadable.increment();
      LOG.warn("{} offset {} can't be read: {}", partition, message.offset(), e.getMessage());
    }
  }

  /** Says so once, and pauses before the next attempt. */
  private void failed(RuntimeException failure) throws InterruptedException {
    log(failure);
    Thread.sleep(PAUSE);
  }

  private void log(RuntimeException failure) {
    var words = failure.toString();
    if (!words.equals(lastFailure)) {
      lastFailure = words;
      LOG.warn("Live events can't be read now: {}", words);
    }
  }

  private static List<TopicPartition> partitions(Collection<Topic<?, ?>> topics) {
    var partitions = new ArrayList<TopicPartition>();
    for (var topic : topics) {
      for (var number = 0; number < topic.partitions(); number++) {
        partitions.add(new TopicPartition(topic.name(), number));
      }
    }
    return partitions;
  }

  /** Why nothing is told yet, or nothing where it is. */
  Optional<String> trouble() {
    return loaded ? Optional.empty() : Optional.of("live events are not read yet");
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(
        Map.ofEntries(
            Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            Map.entry(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                IsolationLevel.READ_COMMITTED.toString().toLowerCase(Locale.ROOT)),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"),
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES_MAX),
            Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX),
            Map.entry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis()),
            Map.entry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) REQUEST_MAX.toMillis())),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
