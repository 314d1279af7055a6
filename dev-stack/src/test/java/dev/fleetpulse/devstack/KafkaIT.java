package dev.fleetpulse.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaIT {
  private static final String TOPIC = "kept";

  @Test
  void keepsItsRecordsOverARestart(@TempDir Path folder) throws Exception {
    var port = Ports.free();
    var controllerPort = Ports.free();
    try (var kafka = new Kafka(folder, port, controllerPort)) {
      kafka.start();
      createTopic(kafka.bootstrapServers());
      produce(kafka.bootstrapServers(), "before the restart");
    }
    try (var kafka = new Kafka(folder, port, controllerPort)) {
      kafka.start();
      produce(kafka.bootstrapServers(), "after the restart");
      assertThat(consume(kafka.bootstrapServers(), 2))
          .containsExactly("before the restart", "after the restart");
    }
  }

  @Test
  void keepsItsRecordsWhereItsProcessIsKilled(@TempDir Path folder) throws Exception {
    try (var kafka =
        new KafkaProcess(
            System.getProperty("java.class.path"),
            folder.resolve("data"),
            Ports.free(),
            Ports.free(),
            folder.resolve("kafka.log"))) {
      kafka.start();
      kafka.awaitReady();
      createTopic(kafka.bootstrapServers());
      produce(kafka.bootstrapServers(), "before the end");

      var killed = kafka.process().orElseThrow();
      killed.kill();
      assertThat(killed.isAlive()).isFalse();
      kafka.start();
      kafka.awaitReady();

      produce(kafka.bootstrapServers(), "after the end");
      assertThat(consume(kafka.bootstrapServers(), 2))
          .containsExactly("before the end", "after the end");
    }
  }

  private static void createTopic(String servers) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static void produce(String servers, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", servers, "acks", "all"),
            new StringSerializer(),
            new StringSerializer())) {
      producer.send(new ProducerRecord<>(TOPIC, value)).get(30, TimeUnit.SECONDS);
    }
  }

  private static List<String> consume(String servers, int count) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", servers, "max.poll.records", count),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var values = new ArrayList<String>();
      var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (values.size() < count && System.nanoTime() < deadline) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
      return values;
    }
  }
}
