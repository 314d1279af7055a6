package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.TopicAdmin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to and reads from the real broker. */
public final class Broker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String kafka;
  private final KafkaProducer<byte[], byte[]> producer;

  public Broker(String kafka) {
    this.kafka = kafka;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  public KafkaProducer<byte[], byte[]> producer() {
    return producer;
  }

  /** Makes the topics that are missing. */
  public void create(Collection<Topic<?, ?>> topics) throws InterruptedException {
    try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
      new TopicAdmin(admin).ensure(topics);
    }
  }

  /** Appends a record, and says where. */
  public <K, V> RecordMetadata send(Topic<K, V> topic, K key, V value) throws Exception {
    return send(
        topic.name(),
        topic.keys().serializer().serialize(topic.name(), key),
        topic.values().serializer().serialize(topic.name(), value));
  }

  /** Appends bytes, and says where. */
  public RecordMetadata send(String topic, byte[] key, byte[] value) throws Exception {
    return producer
        .send(new ProducerRecord<>(topic, key, value))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Appends a record without key and value, as ticks are, to a partition. */
  public void tick(String topic, int partition) throws Exception {
    producer
        .send(new ProducerRecord<>(topic, partition, null, null))
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** The committed records of a topic that fit, up to its end as it is now. */
  public List<ConsumerRecord<byte[], byte[]>> read(
      Topic<?, ?> topic, Predicate<ConsumerRecord<byte[], byte[]>> fits) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            kafka,
            "group.id",
            UUID.randomUUID().toString(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topic.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      var ends = consumer.endOffsets(partitions);
      var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
      while (partitions.stream()
          .anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (fits.test(record)) {
            found.add(record);
          }
        }
      }
      return found;
    }
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
