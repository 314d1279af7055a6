package dev.fleetpulse.load.fault;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of the heartbeats, from its first record to the last one there is now. */
final class HeartbeatLog {
  private static final Duration SILENCE_MAX = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final String kafka;
  private final Topic<InstanceKey, Heartbeat> heartbeats;
  private final ConfluentAvro<Tick> ticks;

  HeartbeatLog(String kafka, Schemas schemas) {
    this.kafka = kafka;
    this.heartbeats = Topics.with(schemas).heartbeats();
    this.ticks = Topics.ticks(schemas);
  }

  /**
   * Tells everything to the reconciliation.
   *
   * @throws IllegalStateException if the broker is silent before the end is reached
   */
  void readInto(Reconciliation reconciliation) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      var partitions =
          IntStream.range(0, heartbeats.partitions())
              .mapToObj(partition -> new TopicPartition(heartbeats.name(), partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      var lastHeard = System.nanoTime();
      while (!isAt(consumer, ends)) {
        var records = consumer.poll(POLL);
        records.forEach(record -> tell(record, reconciliation));
        if (!records.isEmpty()) {
          lastHeard = System.nanoTime();
        } else if (System.nanoTime() - lastHeard > SILENCE_MAX.toNanos()) {
          throw new IllegalStateException(
              "The broker has not said anything for %s, and %s is not read to its end"
                  .formatted(SILENCE_MAX, heartbeats.name()));
        }
      }
    }
  }

  private static boolean isAt(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void tell(ConsumerRecord<byte[], byte[]> record, Reconciliation reconciliation) {
    var header = record.headers().lastHeader(Topics.TICK);
    if (header != null) {
      var tick = ticks.deserialize(record.topic(), header.value());
      reconciliation.tick(
          record.partition(), tick.getIncarnation(), tick.getAcknowledged(), tick.getGoodbye());
      return;
    }
    var heartbeat = heartbeats.values().deserializer().deserialize(record.topic(), record.value());
    reconciliation.heartbeat(
        record.partition(),
        heartbeat.getIncarnation(),
        new HeartbeatId(heartbeat.getInstanceId(), heartbeat.getTimestampMs()),
        hex(heartbeat.getHash()));
  }

  private static String hex(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
