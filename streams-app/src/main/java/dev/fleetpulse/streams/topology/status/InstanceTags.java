package dev.fleetpulse.streams.topology.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fleetpulse.schemas.Heartbeat;
import java.util.Map;
import java.util.TreeMap;

/** The tags that an instance gives itself: {@code metadata.tags} of its heartbeats. */
final class InstanceTags {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TAGS_MAX = 16;
  private static final int CHARACTERS_MAX = 128;

  private InstanceTags() {}

  /** Names and values that are texts; what is longer than a name may be is left out. */
  static Map<String, String> of(Heartbeat heartbeat) {
    var tags = new TreeMap<String, String>();
    if (heartbeat == null || heartbeat.getRest() == null) {
      return tags;
    }
    for (var tag : tags(heartbeat.getRest()).properties()) {
      var value = tag.getValue().asText();
      if (tags.size() < TAGS_MAX
          && tag.getValue().isTextual()
          && tag.getKey().length() <= CHARACTERS_MAX
          && value.length() <= CHARACTERS_MAX) {
        tags.put(tag.getKey(), value);
      }
    }
    return tags;
  }

  private static JsonNode tags(String rest) {
    try {
      return JSON.readTree(rest).path("metadata").path("tags");
    } catch (JsonProcessingException e) {
      // Ingest writes JSON; a room that stops over what another wrote would help nobody.
      return MissingNode.getInstance();
    }
  }
}
