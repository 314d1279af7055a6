package dev.fleetpulse.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Reports that use every field of the protocol, damaged in the ways senders and wires do it. */
final class Mutated {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BEHIND = " x}{\"0";
  private static final String TWIN = "twin of ";

  private static final String HEARTBEAT =
      """
      {"instanceId":"web-1","version":"0.1.0","app":"shop",
       "server":{"name":"my-api","port":3000,"uptime":86400,"status":"healthy","pid":12345,"bootId":"b-1"},
       "process":{"memoryMB":128,"cpuPercent":12.5,"peakMemoryMB":256},
       "routes":{"total":8,"healthy":8,"unhealthy":0,"slowest":{"path":"/api/search","avgMs":450}},
       "repairs":{"total":3,"successes":2,"failures":1,"lastRepair":{"error":"TypeError: x","resolution":"Added null check",
         "success":true,"tokens":1820,"cost":0.0045,"mode":"fast","model":"model-a","durationMs":900,"timestamp":1775073200000}},
       "usage":{"totalTokens":45000,"totalCost":0.12,"totalCalls":85,
         "byCategory":{"heal":{"tokens":12000,"cost":0.04,"calls":5},"chat":{"tokens":25000,"cost":0.05,"calls":60}},
         "byModel":{"model-a":{"tokens":30000,"cost":0.08,"calls":70}}},
       "brain":{"totalMemories":45,"namespaces":{"docs":23}},
       "alerts":[{"type":"memory_leak","message":"Memory growing: \\u00fc","severity":"warn","timestamp":1775073100000}],
       "metadata":{"any":"small JSON object \\ud83d\\ude00"}}
      """;

  private static final String ERROR =
      """
      {"instanceId":"web-1","app":"shop","language":"javascript","type":"TypeError","message":"x is undefined",
       "stack":"TypeError: x\\n    at f (a.js:1:2)",
       "frames":[{"function":"f","module":"m","file":"a.js","line":1,"column":2,"inApp":true},{"line":2}],
       "cause":{"type":"IOError","message":"read","stack":"at g","cause":{"message":"root","frames":[{"line":9}]}},
       "level":"fatal","release":"1.2.3","environment":"production","tags":{"region":"eu","shard":7,"canary":true},
       "context":{"user":{"id":1.50}},"fingerprint":["a","b"],"errorId":"e-1","traceId":"t-1"}
      """;

  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e308",
          "1e-300",
          "123456789012345678901234567890",
          "\"\"",
          "\"text\"",
          "\"7\"",
          "\"\\u0000\"",
          "\"2026-04-01T20:00:00Z\"",
          "[]",
          "{}",
          "[null]",
          "[[1,{}],\"x\"]",
          "{\"a\":{\"b\":[1]}}");

  private Mutated() {}

  /** A heartbeat made at that time, damaged or, now and then, not. */
  static byte[] heartbeat(Random random, long timestampMs) {
    return mutated(HEARTBEAT, random, timestampMs);
  }

  /** An error of that time, damaged or, now and then, not. */
  static byte[] error(Random random, long timestampMs) {
    return mutated(ERROR, random, timestampMs);
  }

  private static byte[] mutated(String report, Random random, long timestampMs) {
    var document = (ObjectNode) parsed(report);
    if (random.nextBoolean()) {
      document.put("timestamp", timestampMs);
    } else {
      document.put("timestamp", Instant.ofEpochMilli(timestampMs).toString());
    }
    for (var i = random.nextInt(4); i > 0; i--) {
      mutate(document, random);
    }
    var text = document.toString().replace(TWIN, "");
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return random.nextInt(3) == 0 ? damaged(bytes, random) : bytes;
  }

  /** Deletes, doubles, retypes or nests one field, somewhere. */
  private static void mutate(ObjectNode document, Random random) {
    var objects = new ArrayList<ObjectNode>();
    collect(document, objects);
    var object = objects.get(random.nextInt(objects.size()));
    if (object.isEmpty()) {
      return;
    }
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.get(random.nextInt(names.size()));
    var value = object.get(name);
    switch (random.nextInt(5)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(TWIN + name, value.deepCopy());
      case 2 -> object.set(name, parsed(ODD.get(random.nextInt(ODD.size()))));
      case 3 -> object.set(name, object.objectNode().set(name, value));
      default -> object.set(name, nested(value, random.nextInt(40)));
    }
  }

  private static JsonNode nested(JsonNode value, int levels) {
    return levels == 0 ? value : nested(JSON.createArrayNode().add(value), levels - 1);
  }

  private static void collect(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    if (node instanceof ObjectNode || node instanceof ArrayNode) {
      node.forEach(child -> collect(child, objects));
    }
  }

  /** Cuts the text, adds to it, swaps two bytes of it, or puts any byte into it. */
  private static byte[] damaged(byte[] bytes, Random random) {
    var one = random.nextInt(bytes.length);
    var other = random.nextInt(bytes.length);
    switch (random.nextInt(4)) {
      case 0 -> {
        return Arrays.copyOf(bytes, one);
      }
      case 1 -> {
        var longer = Arrays.copyOf(bytes, bytes.length + 1);
        longer[bytes.length] = (byte) BEHIND.charAt(random.nextInt(BEHIND.length()));
        return longer;
      }
      case 2 -> {
        var swapped = bytes[one];
        bytes[one] = bytes[other];
        bytes[other] = swapped;
      }
      default -> bytes[one] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
