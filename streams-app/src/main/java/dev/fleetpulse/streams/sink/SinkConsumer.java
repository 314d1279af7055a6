package dev.fleetpulse.streams.sink;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic as a member of a group. For one thread, except {@link #wakeUp} and {@link
 * #sinceLastPoll}.
 */
final class SinkConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkConsumer.class);
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LAG_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private volatile long lastPollNanos = System.nanoTime();

  /** Takes the consumer over, closing included. */
  SinkConsumer(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    consumer.subscribe(List.of(topic));
  }

  /** The next records, waiting at most so long for the first. */
  ConsumerRecords<byte[], byte[]> poll(Duration wait) {
    consumer.resume(consumer.paused());
    return polled(wait);
  }

  /**
   * Lets time pass without fetching, while the group goes on knowing that we live.
   *
   * @return records of partitions that came to us in that very time, otherwise none
   */
  ConsumerRecords<byte[], byte[]> idle(Duration time) {
    consumer.pause(consumer.assignment());
    return polled(time);
  }

  /**
   * Notes how far we came, for the partitions that are still ours. Where the group is just being
   * reordered or the broker is gone, nothing is noted: the records come again, and writing them
   * again changes nothing.
   */
  void commit(Map<TopicPartition, OffsetAndMetadata> next) {
    var ours = new HashMap<>(next);
    ours.keySet().retainAll(consumer.assignment());
    try {
      consumer.commitSync(ours, COMMIT_TIMEOUT);
    } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
      LOG.warn("Offsets {} were not committed, their records will come again", ours, e);
    }
  }

  /** Records between where we are and the end, as far as fetching has told. */
  long lag() {
    return consumer.assignment().stream()
        .mapToLong(partition -> consumer.currentLag(partition).orElse(0))
        .sum();
  }

  /** The same asked of the broker, for times without fetching. */
  long measureLag() {
    try {
      return consumer.endOffsets(consumer.assignment(), LAG_TIMEOUT).entrySet().stream()
          .mapToLong(end -> end.getValue() - consumer.position(end.getKey(), LAG_TIMEOUT))
          .sum();
    } catch (TimeoutException e) {
      LOG.debug("The broker did not tell its end offsets", e);
      return lag();
    }
  }

  Duration sinceLastPoll() {
    return Duration.ofNanos(System.nanoTime() - lastPollNanos);
  }

  /** Ends the current or next wait with a {@code WakeupException}. */
  void wakeUp() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }

  private ConsumerRecords<byte[], byte[]> polled(Duration wait) {
    var records = consumer.poll(wait);
    lastPollNanos = System.nanoTime();
    return records;
  }
}
