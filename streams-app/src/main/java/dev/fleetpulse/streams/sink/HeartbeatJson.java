package dev.fleetpulse.streams.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * The whole heartbeat in the protocol's own names: what the record has fields for, and among it
 * what it keeps as the rest.
 */
public final class HeartbeatJson {
  private static final int NANO_DIGITS = 9;

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** JSON text of the heartbeat; what it did not say is absent. */
  public String of(Heartbeat heartbeat) {
    var whole = json.createObjectNode();
    whole.put("instanceId", heartbeat.getInstanceId());
    whole.put("app", heartbeat.getApp());
    whole.put("timestamp", heartbeat.getTimestampMs());
    put(whole, "version", heartbeat.getVersion());
    if (heartbeat.getServer() != null) {
      whole.set("server", server(heartbeat.getServer()));
    }
    if (heartbeat.getProcess() != null) {
      whole.set("process", process(heartbeat.getProcess()));
    }
    if (heartbeat.getRoutes() != null) {
      whole.set("routes", routes(heartbeat.getRoutes()));
    }
    if (heartbeat.getRepairs() != null) {
      whole.set("repairs", repairs(heartbeat.getRepairs()));
    }
    if (heartbeat.getUsage() != null) {
      whole.set("usage", usage(heartbeat.getUsage()));
    }
    if (!heartbeat.getAlerts().isEmpty()) {
      whole.set("alerts", alerts(heartbeat.getAlerts()));
    }
    if (heartbeat.getRest() != null) {
      merge(whole, parsed(heartbeat.getRest()));
    }
    return text(whole);
  }

  private ObjectNode server(Server server) {
    var node = json.createObjectNode();
    put(node, "name", server.getName());
    put(node, "port", server.getPort());
    put(node, "uptime", server.getUptimeSeconds());
    put(node, "status", server.getStatus());
    put(node, "pid", server.getPid());
    put(node, "bootId", server.getBootId());
    return node;
  }

  private ObjectNode process(ProcessUsage process) {
    var node = json.createObjectNode();
    put(node, "memoryMB", process.getMemoryMb());
    put(node, "cpuPercent", process.getCpuPercent());
    put(node, "peakMemoryMB", process.getPeakMemoryMb());
    return node;
  }

  private ObjectNode routes(Routes routes) {
    var node = json.createObjectNode();
    put(node, "total", routes.getTotal());
    put(node, "healthy", routes.getHealthy());
    put(node, "unhealthy", routes.getUnhealthy());
    if (routes.getSlowestPath() != null || routes.getSlowestAvgMs() != null) {
      var slowest = node.putObject("slowest");
      put(slowest, "path", routes.getSlowestPath());
      put(slowest, "avgMs", routes.getSlowestAvgMs());
    }
    return node;
  }

  private ObjectNode repairs(Repairs repairs) {
    var node = json.createObjectNode();
    put(node, "total", repairs.getTotal());
    put(node, "successes", repairs.getSuccesses());
    put(node, "failures", repairs.getFailures());
    if (repairs.getLast() != null) {
      node.set("lastRepair", lastRepair(repairs.getLast()));
    }
    return node;
  }

  private ObjectNode lastRepair(LastRepair repair) {
    var node = json.createObjectNode();
    put(node, "error", repair.getError());
    put(node, "resolution", repair.getResolution());
    put(node, "success", repair.getSuccess());
    put(node, "tokens", repair.getTokens());
    put(node, "cost", dollars(repair.getCostNanos()));
    put(node, "mode", repair.getMode());
    put(node, "model", repair.getModel());
    put(node, "durationMs", repair.getDurationMs());
    put(node, "timestamp", repair.getTimestampMs());
    return node;
  }

  private ObjectNode usage(Usage usage) {
    var node = json.createObjectNode();
    put(node, "totalTokens", usage.getTotalTokens());
    put(node, "totalCost", dollars(usage.getTotalCostNanos()));
    put(node, "totalCalls", usage.getTotalCalls());
    if (!usage.getByCategory().isEmpty()) {
      node.set("byCategory", counters(usage.getByCategory()));
    }
    if (!usage.getByModel().isEmpty()) {
      node.set("byModel", counters(usage.getByModel()));
    }
    return node;
  }

  private ObjectNode counters(Map<String, UsageCounters> byName) {
    var node = json.createObjectNode();
    byName.forEach(
        (name, counters) -> {
          var inner = node.putObject(name);
          put(inner, "tokens", counters.getTokens());
          put(inner, "cost", dollars(counters.getCostNanos()));
          put(inner, "calls", counters.getCalls());
        });
    return node;
  }

  private ArrayNode alerts(List<HeartbeatAlert> alerts) {
    var node = json.createArrayNode();
    for (var alert : alerts) {
      var inner = node.addObject();
      put(inner, "type", alert.getType());
      put(inner, "message", alert.getMessage());
      put(inner, "severity", alert.getSeverity());
      put(inner, "timestamp", alert.getTimestampMs());
    }
    return node;
  }

  private static void put(ObjectNode node, String name, Object value) {
    switch (value) {
      case null -> {}
      case String text -> node.put(name, text);
      case Boolean flag -> node.put(name, flag);
      case Integer number -> node.put(name, number);
      case Long number -> node.put(name, number);
      case Double number -> node.put(name, number);
      case BigDecimal number -> node.put(name, number);
      default -> throw new IllegalArgumentException("No JSON for " + value.getClass());
    }
  }

  private static BigDecimal dollars(Long nanos) {
    return nanos == null ? null : BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros();
  }

  /** Puts the rest in its places: objects by name, elements of arrays by position. */
  public static void merge(JsonNode into, JsonNode rest) {
    if (into instanceof ObjectNode object) {
      rest.properties()
          .forEach(
              field -> {
                if (object.has(field.getKey())) {
                  merge(object.get(field.getKey()), field.getValue());
                } else {
                  object.set(field.getKey(), field.getValue());
                }
              });
    } else if (into instanceof ArrayNode array) {
      for (var index = 0; index < Math.min(array.size(), rest.size()); index++) {
        merge(array.get(index), rest.get(index));
      }
    }
  }

  private JsonNode parsed(String rest) {
    try {
      return json.readTree(rest);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The rest of a heartbeat is not JSON", e);
    }
  }

  private String text(JsonNode node) {
    try {
      return json.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree is always JSON", e);
    }
  }
}
