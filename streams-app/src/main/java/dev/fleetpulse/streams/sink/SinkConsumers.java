package dev.fleetpulse.streams.sink;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the consumers of the sinks: only what is committed, no more than memory allows. */
public final class SinkConsumers {
  private static final int POLL_RECORDS = 1000;
  private static final int FETCH_BYTES = 2 << 20;
  private static final int PARTITION_FETCH_BYTES = 512 << 10;

  /** Many records at once cost far less than the same records one by one. */
  private static final int FETCH_BYTES_MIN = 64 << 10;

  /** How long a record may wait for others, in milliseconds. */
  private static final int FETCH_WAIT_MS = 200;

  private static final int SESSION_TIMEOUT_MS = 15_000;

  private final String kafka;

  /** Connects to nothing yet. */
  public SinkConsumers(String kafka) {
    this.kafka = kafka;
  }

  /** A consumer in the given group, reading bytes from the group's last commit on. */
  public Consumer<byte[], byte[]> inGroup(String group) {
    return new KafkaConsumer<>(
        Map.ofEntries(
            Map.entry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            Map.entry(ConsumerConfig.GROUP_ID_CONFIG, group),
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
            Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS),
            Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_BYTES_MIN),
            Map.entry(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS),
            Map.entry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES),
            Map.entry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES),
            Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** A consumer without a group that reads one partition from an offset on, or from its start. */
  Consumer<byte[], byte[]> at(TopicPartition partition, long offset) {
    var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                1),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    return consumer;
  }
}
