package dev.fleetpulse.ingest;

import dev.fleetpulse.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One topic of the real broker, read as bytes from where it ended when the reading began. */
final class TopicLog implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  TopicLog(String kafka, Topic<?, ?> topic) {
    partitions =
        IntStream.range(0, topic.partitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .toList();
    consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(partitions);
    consumer.endOffsets(partitions).forEach(consumer::seek);
  }

  /** All that was appended since this was last asked. */
  List<ConsumerRecord<byte[], byte[]>> appended() {
    var ends = consumer.endOffsets(partitions);
    var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    return records;
  }

  /** The same without ticks, which have no value. */
  List<ConsumerRecord<byte[], byte[]>> reports() {
    return appended().stream().filter(message -> message.value() != null).toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
