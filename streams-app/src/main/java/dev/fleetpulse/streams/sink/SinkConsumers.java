package dev.fleetpulse.streams.sink;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Makes the consumers of the sinks: only what is committed, no more than memory allows. */
public final class SinkConsumers {
  private static final int POLL_RECORDS = 1000;
  private static final int FETCH_BYTES = 2 << 20;
  private static final int PARTITION_FETCH_BYTES = 512 << 10;
  private static final int SESSION_TIMEOUT_MS = 15_000;

  private final String kafka;

  /** Connects to nothing yet. */
  public SinkConsumers(String kafka) {
    this.kafka = kafka;
  }

  /** A consumer in the given group, reading bytes from the group's last commit on. */
  public Consumer<byte[], byte[]> inGroup(String group) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
            ConsumerConfig.GROUP_ID_CONFIG, group,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS,
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
