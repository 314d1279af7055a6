package dev.fleetpulse.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class TopicsTest {
  private final Topics topics = Topics.with(new InMemorySchemas());

  @Test
  void namesAreUniqueAndOfOneFamily() {
    assertThat(topics.all())
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.startsWith("fleet."));
  }

  @Test
  void whatArrivesIsStampedByTheBroker() {
    assertThat(topics.heartbeats().settings())
        .containsEntry("message.timestamp.type", "LogAppendTime");
    assertThat(topics.errors().settings()).containsEntry("message.timestamp.type", "LogAppendTime");
  }

  @Test
  void controlHasOnePartitionAndIsKeptForGood() {
    assertThat(topics.control().partitions()).isOne();
    assertThat(topics.control().settings()).containsEntry("cleanup.policy", "compact");
  }

  @Test
  void refusalsKeepTheLatestFigureForAMonth() {
    assertThat(topics.refusals().settings())
        .containsEntry("cleanup.policy", "compact,delete")
        .containsEntry("retention.ms", "2592000000");
  }

  @Test
  void keysAreReadableText() {
    assertText(InstanceKey.SERDE, new InstanceKey("acme", "web/1"), "acme/web/1");
    assertText(
        InstanceHourKey.SERDE,
        new InstanceHourKey("acme", 3_600_000, "web/1"),
        "acme/3600000/web/1");
    assertText(GroupKey.SERDE, new GroupKey("acme", "ab12", "shop/api"), "acme/ab12/shop/api");
    assertText(
        GroupHourKey.SERDE,
        new GroupHourKey("acme", 3_600_000, "ab12", "shop/api"),
        "acme/3600000/ab12/shop/api");
    assertText(
        RepairKey.SERDE,
        new RepairKey("acme", 3_600_000, "5e1f", "web/1"),
        "acme/3600000/5e1f/web/1");
    assertText(
        LedgerKey.SERDE, new LedgerKey("acme", 3_600_000, "heartbeats"), "acme/3600000/heartbeats");
    assertText(
        AlertKey.SERDE, new AlertKey("acme", "instance.down/web/1"), "acme/instance.down/web/1");
    assertText(EpisodeKey.SERDE, new EpisodeKey("acme", "5e1f"), "acme/5e1f");
    assertText(
        RefusalKey.SERDE,
        new RefusalKey("acme", 3_600_000, "too-large", "5e1f"),
        "acme/3600000/too-large/5e1f");
  }

  @Test
  void refusesAKeyWithTooFewParts() {
    assertThatThrownBy(
            () -> InstanceKey.SERDE.deserializer().deserialize("t", "acme".getBytes(UTF_8)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("2 parts");
  }

  @Test
  void refusesAKeyWithoutATime() {
    assertThatThrownBy(
            () -> InstanceHourKey.SERDE.deserializer().deserialize("t", "a/b/c".getBytes(UTF_8)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("no time");
  }

  private static <K> void assertText(Serde<K> serde, K key, String text) {
    var bytes = serde.serializer().serialize("t", key);

    assertThat(new String(bytes, UTF_8)).isEqualTo(text);
    assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(key);
  }
}
