package dev.fleetpulse.streams.census;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where topics end, and how far their readers came. For one thread. */
final class Offsets implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final ListOffsetsOptions COMMITTED =
      new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
  private static final int FETCH_BYTES = 64 << 10;

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Offsets(String kafka) {
    admin = Admin.create(Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka));
    consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCH_BYTES),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** Where each partition of a topic ends now, for those who read what is committed. */
  Map<TopicPartition, Long> ends(Topic<?, ?> topic) {
    var partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    return offsets(partitions, OffsetSpec.latest());
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions, OffsetSpec wanted) {
    var asked = partitions.stream().collect(Collectors.toMap(one -> one, one -> wanted));
    var told = new HashMap<TopicPartition, Long>();
    answer(admin.listOffsets(asked, COMMITTED).all(), "which offsets there are of " + partitions)
        .forEach((partition, found) -> told.put(partition, found.offset()));
    return Map.copyOf(told);
  }

  /** How many offsets a group has yet to read before it has passed the given ends. */
  long pending(String group, Map<TopicPartition, Long> ends) {
    var committed =
        answer(
            admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata(),
            "how far " + group + " came");
    var starts = offsets(ends.keySet(), OffsetSpec.earliest());
    var pending = 0L;
    for (var one : ends.entrySet()) {
      var told = committed.get(one.getKey());
      // What is no longer kept can't be read any more: it counts as read, and is missed.
      var at = Math.max(starts.get(one.getKey()), told == null ? 0 : told.offset());
      if (at < one.getValue() && isDataBetween(one.getKey(), at, one.getValue())) {
        pending += one.getValue() - at;
      }
    }
    return pending;
  }

  private static <T> T answer(KafkaFuture<T> asked, String what) {
    try {
      return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CensusException("The broker does not tell " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CensusException("Interrupted", e);
    }
  }

  /** Ends of transactions take offsets, too, but no group commits behind them. */
  private boolean isDataBetween(TopicPartition partition, long from, long end) {
    consumer.assign(List.of(partition));
    try {
      consumer.seek(partition, from);
      var deadline = System.nanoTime() + PATIENCE.toNanos();
      while (consumer.position(partition, PATIENCE) < end) {
        for (var record : consumer.poll(POLL)) {
          return record.offset() < end;
        }
        if (System.nanoTime() - deadline > 0) {
          throw new CensusException("The broker is silent before the end of " + partition, null);
        }
      }
      return false;
    } finally {
      consumer.unsubscribe();
    }
  }

  @Override
  public void close() {
    consumer.close();
    admin.close(PATIENCE);
  }
}
