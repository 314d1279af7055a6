package dev.fleetpulse.streams.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.sink.FirstCopy;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * One heartbeat as ClickHouse keeps it.
 *
 * @param appendMs when the log took it, epoch milliseconds
 * @param revision as the sink gave it, see {@link FirstCopy}
 * @param whole in the protocol's own names
 */
record StoredHeartbeat(
    InstanceKey instance,
    String app,
    long timestampMs,
    long appendMs,
    long revision,
    String whole) {
  private static final int NANO_DIGITS = 9;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  long offset() {
    return FirstCopy.offset(revision);
  }

  /**
   * What usage reads of it. A field that is not what the protocol says is absent, as it was when
   * the heartbeat came.
   *
   * @throws IllegalStateException if the store does not hold JSON
   */
  Heartbeat heartbeat() {
    JsonNode json;
    try {
      json = JSON.readTree(whole);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "The heartbeat of %s at %d is no JSON".formatted(instance, timestampMs), e);
    }
    return Heartbeat.newBuilder()
        .setTenant(instance.tenant())
        .setInstanceId(instance.instanceId())
        .setApp(app)
        .setTimestampMs(timestampMs)
        .setServer(server(json.path("server")))
        .setRepairs(repairs(json.path("repairs")))
        .setUsage(usage(json.path("usage")))
        // There is one of each timestamp, so it decides nothing.
        .setHash(ByteBuffer.allocate(Long.BYTES))
        .setDownAfterMs(0)
        .setIngestor("")
        .setIncarnation("")
        .build();
  }

  private static Server server(JsonNode json) {
    return json.isObject()
        ? new Server(null, null, null, null, whole(json.path("pid")), text(json.path("bootId")))
        : null;
  }

  private static Repairs repairs(JsonNode json) {
    return json.isObject()
        ? new Repairs(
            whole(json.path("total")),
            whole(json.path("successes")),
            whole(json.path("failures")),
            null)
        : null;
  }

  private static Usage usage(JsonNode json) {
    return json.isObject()
        ? new Usage(
            whole(json.path("totalTokens")),
            nanos(json.path("totalCost")),
            whole(json.path("totalCalls")),
            byName(json.path("byCategory")),
            byName(json.path("byModel")))
        : null;
  }

  private static Map<String, UsageCounters> byName(JsonNode json) {
    var byName = new HashMap<String, UsageCounters>();
    for (var field : json.properties()) {
      var counters = field.getValue();
      if (counters.isObject()) {
        byName.put(
            field.getKey(),
            new UsageCounters(
                whole(counters.path("tokens")),
                nanos(counters.path("cost")),
                whole(counters.path("calls"))));
      }
    }
    return byName;
  }

  private static Long whole(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong() ? (Long) json.longValue() : null;
  }

  private static String text(JsonNode json) {
    return json.isTextual() ? json.textValue() : null;
  }

  /** Dollars; as nano-dollars they were stored, so there is nothing to round. */
  private static Long nanos(JsonNode json) {
    if (!json.isNumber()) {
      return null;
    }
    try {
      BigDecimal dollars = json.decimalValue();
      return dollars.movePointRight(NANO_DIGITS).longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
