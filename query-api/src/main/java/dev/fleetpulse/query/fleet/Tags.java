package dev.fleetpulse.query.fleet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fleetpulse.schemas.Heartbeat;
import java.util.HashMap;
import java.util.Map;

/** The same tags that the room of status gives to alerts: {@code metadata.tags}. */
final class Tags {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TAGS_MAX = 16;
  private static final int CHARACTERS_MAX = 128;

  private Tags() {}

  /** What a heartbeat says; texts only, and not more than is bearable. */
  static Map<String, String> of(Heartbeat heartbeat) {
    if (heartbeat.getRest() == null) {
      return Map.of();
    }
    var tags = new HashMap<String, String>();
    for (var tag : read(heartbeat.getRest()).properties()) {
      var value = tag.getValue();
      if (tags.size() < TAGS_MAX
          && value.isTextual()
          && tag.getKey().length() <= CHARACTERS_MAX
          && value.textValue().length() <= CHARACTERS_MAX) {
        tags.put(tag.getKey(), value.textValue());
      }
    }
    return Map.copyOf(tags);
  }

  private static JsonNode read(String rest) {
    try {
      return JSON.readTree(rest).path("metadata").path("tags");
    } catch (JsonProcessingException e) {
      // Ingest writes JSON; whoever wrote something else has no tags.
      return MissingNode.getInstance();
    }
  }
}
