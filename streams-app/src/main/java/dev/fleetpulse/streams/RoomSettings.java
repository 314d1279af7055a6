package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.deadletter.RecordFailures;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;

/** How every room runs on Kafka Streams. */
public final class RoomSettings {
  /** Transactions this short keep what leaves a room about as fresh as what enters it. */
  private static final Duration COMMIT_INTERVAL = Duration.ofMillis(500);

  private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(15);

  /** Many records at once cost far less than the same records one by one... */
  private static final int FETCH_BYTES_MIN = 64 << 10;

  /** ...and wait no longer for each other than this. */
  private static final Duration FETCH_WAIT = Duration.ofMillis(100);

  private static final int FETCH_BYTES = 4 << 20;
  private static final int PARTITION_FETCH_BYTES = 512 << 10;
  private static final long CACHE_BYTES = 16L << 20;
  private static final long PRODUCER_BUFFER_BYTES = 8L << 20;
  private static final int PRODUCER_BATCH_BYTES = 64 << 10;
  private static final int BUFFERED_RECORDS_PER_PARTITION = 500;

  private final String kafka;
  private final Path stateDir;
  private final Topics topics;
  private final RocksDbMemory rocksDb;
  private final MeterRegistry metrics;

  /** For all rooms of one process. */
  public RoomSettings(
      String kafka, Path stateDir, Topics topics, RocksDbMemory rocksDb, MeterRegistry metrics) {
    this.kafka = kafka;
    this.stateDir = stateDir;
    this.topics = topics;
    this.rocksDb = rocksDb;
    this.metrics = metrics;
  }

  /** The settings of a room, as Kafka names them. */
  public Properties of(Room room) {
    var settings = new HashMap<String, Object>();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, room.applicationId());
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL.toMillis());
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
    settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // Only for stores that ask for it: what changes often there is written once per commit.
    settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    settings.put(
        StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, BUFFERED_RECORDS_PER_PARTITION);
    addClients(settings);
    rocksDb.addTo(settings);
    new RecordFailures(
            room.applicationId(), topics.deadLetters().name(), room.unreadable(), metrics)
        .addTo(settings);
    var properties = new Properties();
    properties.putAll(settings);
    return properties;
  }

  /** The topology of a room; refuses stores and internal topics that were given no name. */
  public Topology topology(Room room) {
    var builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(of(room))));
    room.topology().accept(builder);
    return builder.build();
  }

  private static void addClients(Map<String, Object> settings) {
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        (int) SESSION_TIMEOUT.toMillis());
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), FETCH_BYTES_MIN);
    settings.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
        (int) FETCH_WAIT.toMillis());
    settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), FETCH_BYTES);
    settings.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
        PARTITION_FETCH_BYTES);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), PRODUCER_BUFFER_BYTES);
    settings.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), PRODUCER_BATCH_BYTES);
    settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
  }
}
