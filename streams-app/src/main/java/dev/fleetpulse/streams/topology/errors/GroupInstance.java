package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.GroupKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** An instance that had errors of a group. */
record GroupInstance(GroupKey group, String instanceId) {
  private static final char END = '\0';

  static Serde<GroupInstance> serde() {
    return Serdes.serdeFrom(
        (topic, key) -> key == null ? null : key.text().getBytes(StandardCharsets.UTF_8),
        (topic, bytes) -> bytes == null ? null : of(new String(bytes, StandardCharsets.UTF_8)));
  }

  private String text() {
    return group.toString() + END + instanceId;
  }

  private static GroupInstance of(String text) {
    // No name of ours has such a character; what comes after the last one is the instance.
    var end = text.lastIndexOf(END);
    var parts = text.substring(0, end).split("/", 3);
    return new GroupInstance(new GroupKey(parts[0], parts[1], parts[2]), text.substring(end + 1));
  }
}
