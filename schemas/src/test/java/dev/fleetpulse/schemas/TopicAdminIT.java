package dev.fleetpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealComponents.class)
class TopicAdminIT {
  private final Map<String, Object> client;

  TopicAdminIT(Components components) {
    client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, components.kafka());
  }

  @Test
  void createsWhatIsMissingAndLeavesTheRest() throws Exception {
    var topics = Topics.with(new InMemorySchemas());
    try (var admin = Admin.create(client)) {
      new TopicAdmin(admin).ensure(topics.all());
      new TopicAdmin(admin).ensure(topics.all());

      assertThat(admin.listTopics().names().get())
          .containsAll(topics.all().stream().map(Topic::name).toList());
      var heartbeats = new ConfigResource(ConfigResource.Type.TOPIC, topics.heartbeats().name());
      var settings = admin.describeConfigs(List.of(heartbeats)).all().get().get(heartbeats);
      assertThat(settings.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
    }
  }

  @Test
  void refusesATopicWithAnotherPartitionCount() throws Exception {
    var three = topic(3);
    var four = topic(4);
    try (var admin = Admin.create(client)) {
      new TopicAdmin(admin).ensure(List.of(three));

      assertThatThrownBy(() -> new TopicAdmin(admin).ensure(List.of(four)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("has 3 partitions and must have 4");
    }
  }

  private static Topic<byte[], byte[]> topic(int partitions) {
    return new Topic<>("counted", partitions, Map.of(), Serdes.ByteArray(), Serdes.ByteArray());
  }
}
