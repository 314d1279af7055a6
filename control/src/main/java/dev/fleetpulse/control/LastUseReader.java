package dev.fleetpulse.control;

import dev.fleetpulse.schemas.KeyUse;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When keys were last used, as far as the processes have told, a minute or two behind: follows the
 * topic in a thread of its own. What it knows decides nothing, so it may be late, and nobody waits
 * for it.
 */
public final class LastUseReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LastUseReader.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final String kafka;
  private final Topics topics;
  private final Map<String, Long> minutes = new ConcurrentHashMap<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("last-uses").unstarted(this::run);
  private volatile boolean closing;
  private volatile Consumer<String, KeyUse> consumer;
  private String lastFailure = "";

  /**
   * Reads nothing yet, see {@link #start}.
   *
   * @param kafka bootstrap servers
   */
  public LastUseReader(String kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /** Begins to read; the topic is made by the reader of control. */
  public void start() {
    thread.start();
  }

  /** The start of the minute in which a key was last used, if anybody has told. */
  public Optional<Instant> of(String keyId) {
    return Optional.ofNullable(minutes.get(keyId)).map(Instant::ofEpochMilli);
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
    var partition = new TopicPartition(topics.keyUsage().name(), 0);
    try (var opened = open()) {
      consumer = opened;
      opened.assign(List.of(partition));
      opened.seekToBeginning(List.of(partition));
      while (!closing) {
        follow(opened);
      }
    } catch (WakeupException e) {
      LOG.debug("The reading of {} ends as it should", partition);
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Consumer<String, KeyUse> opened) throws InterruptedException {
    try {
      for (var message : opened.poll(POLL)) {
        if (message.key() != null && message.value() != null) {
          // Several processes may have used it, and the one that tells last may be the earlier.
          minutes.merge(message.key(), message.value().getLastUsedMs(), Math::max);
        }
      }
      lastFailure = "";
    } catch (InterruptException | WakeupException e) {
      throw e;
    } catch (RecordDeserializationException e) {
      if (e.getCause() instanceof RegistryUnavailableException) {
        failed(e);
      } else {
        // Nobody can ever read it, and the key's next use says the same again.
        opened.seek(e.topicPartition(), e.offset() + 1);
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException failure) throws InterruptedException {
    var words = failure.toString();
    if (!words.equals(lastFailure)) {
      lastFailure = words;
      LOG.warn("The last uses of keys can't be read now: {}", words);
    }
    Thread.sleep(PAUSE);
  }

  private KafkaConsumer<String, KeyUse> open() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false),
        topics.keyUsage().keys().deserializer(),
        topics.keyUsage().values().deserializer());
  }
}
