package dev.fleetpulse.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.AdminStack;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.service.access.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What lies in the log after administrators were answered. */
@ExtendWith(RealComponents.class)
@Timeout(300)
class AuditTrailIT {
  private final String tenant = "tenant-" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void everyActionIsThereOnceWithWhoDidIt(Components components) throws Exception {
    try (var api = new AdminStack(components)) {
      var admin = api.key(tenant, Scope.values());
      var reader = "{\"name\": \"wall\", \"scopes\": [\"read\"]}";
      var made = api.post("/keys", admin, reader).json().get("id").textValue();
      var second = api.post("/keys/" + made + "/rotate", admin, "").json().get("id").textValue();
      api.delete("/keys/" + made, admin);
      // Nothing is done by these.
      api.delete("/keys/" + made, admin);
      api.delete("/keys/nothing0", admin);
      api.post("/keys", admin, "{}");
      api.post("/instances", admin, "{\"instanceId\": \"web-1\"}");
      api.post("/instances", admin, "{\"instanceId\": \"web-1\"}");
      var window =
          api.post(
                  "/maintenance",
                  admin,
                  "{\"app\": \"shop\", \"to\": %d}"
                      .formatted(System.currentTimeMillis() + 3_600_000))
              .json()
              .get("id")
              .textValue();
      api.delete("/maintenance/" + window, admin);

      var events = events(components, api);

      assertThat(events)
          .extracting(AuditEvent::getAction, AuditEvent::getSubject)
          .containsExactly(
              tuple("key.create", made),
              tuple("key.rotate", made),
              tuple("key.revoke", made),
              tuple("instance.enrol", "web-1"),
              tuple("maintenance.open", window),
              tuple("maintenance.delete", window));
      var who = admin.substring(4, 12);
      assertThat(events)
          .allSatisfy(
              event -> {
                assertThat(event.getBy()).isEqualTo("key " + who);
                assertThat(event.getDetails()).containsEntry("key", who);
              });
      assertThat(events.get(0).getDetails())
          .containsEntry("name", "wall")
          .containsEntry("scopes", "read");
      assertThat(events.get(1).getDetails()).containsEntry("newKey", second);
      assertThat(events).extracting(AuditEvent::getEventId).doesNotHaveDuplicates();
    }
  }

  /** A tenant's events lie in one partition, in their order. */
  private List<AuditEvent> events(Components components, AdminStack api) {
    var topic = api.topics().audit();
    var partitions = new ArrayList<TopicPartition>();
    for (var i = 0; i < topic.partitions(); i++) {
      partitions.add(new TopicPartition(topic.name(), i));
    }
    var events = new ArrayList<AuditEvent>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, components.kafka()),
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
