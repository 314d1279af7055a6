package dev.fleetpulse.query.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What has to be known of each instance to tell of it: little, because there are many. */
final class Fleet implements Subscription.Tags {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TAGS_MAX = 16;
  private static final int CHARACTERS_MAX = 128;

  private final Map<InstanceKey, Known> instances = new ConcurrentHashMap<>();

  /**
   * One instance.
   *
   * @param status as it was decided last
   * @param partition of its heartbeats
   */
  record Known(
      String app,
      String status,
      int partition,
      long lastContactMs,
      long revision,
      Map<String, String> tags) {}

  /**
   * Takes in a state.
   *
   * @return what was known before; the same as now where this state is older than that
   */
  Optional<Known> apply(InstanceKey key, InstanceState state) {
    var before = Optional.ofNullable(instances.get(key));
    if (before.isEmpty() || state.getRevision() >= before.get().revision()) {
      instances.put(
          key,
          new Known(
              state.getApp(),
              state.getStatus(),
              state.getPartition(),
              state.getLastContactMs(),
              state.getRevision(),
              tags(state.getLastHeartbeat())));
    }
    return before;
  }

  /** The instance is no more; answers with what was known of it. */
  Optional<Known> forget(InstanceKey key) {
    return Optional.ofNullable(instances.remove(key));
  }

  Optional<Known> find(String tenant, String instanceId) {
    return Optional.ofNullable(instances.get(new InstanceKey(tenant, instanceId)));
  }

  int size() {
    return instances.size();
  }

  @Override
  public Map<String, String> of(String tenant, String instanceId) {
    return find(tenant, instanceId).map(Known::tags).orElse(Map.of());
  }

  /** The same tags that the room of status gives to alerts: {@code metadata.tags}. */
  private static Map<String, String> tags(Heartbeat heartbeat) {
    if (heartbeat == null || heartbeat.getRest() == null) {
      return Map.of();
    }
    var tags = new HashMap<String, String>();
    for (var tag : tags(heartbeat.getRest()).properties()) {
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

  private static JsonNode tags(String rest) {
    try {
      return JSON.readTree(rest).path("metadata").path("tags");
    } catch (JsonProcessingException e) {
      // Ingest writes JSON; whoever wrote something else has no tags.
      return MissingNode.getInstance();
    }
  }
}
