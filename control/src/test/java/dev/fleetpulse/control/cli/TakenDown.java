package dev.fleetpulse.control.cli;

import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What lies in the audit log of a tenant, in its order. */
final class TakenDown {
  private TakenDown() {}

  static List<AuditEvent> of(Map<String, String> settings, String tenant) {
    try (var registry =
        new SchemaRegistry(settings.get("FLEETPULSE_REGISTRY_URL"), Duration.ofSeconds(30))) {
      var topic = Topics.with(registry).audit();
      var partitions =
          IntStream.range(0, topic.partitions())
              .mapToObj(number -> new TopicPartition(topic.name(), number))
              .toList();
      var events = new ArrayList<AuditEvent>();
      try (var consumer =
          new KafkaConsumer<>(
              Map.<String, Object>of(
                  ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.get("FLEETPULSE_KAFKA")),
              topic.keys().deserializer(),
              topic.values().deserializer())) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
          for (var message : consumer.poll(Duration.ofMillis(200))) {
            if (message.key().equals(tenant)) {
              events.add(message.value());
            }
          }
        }
      }
      return events;
    }
  }
}
