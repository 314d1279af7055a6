package dev.fleetpulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.devstack.junit.ApiDocument;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Values to put where a schema is: some of every type, and those on both sides of each of the
 * schema's bounds. Which of them are right is for the schema to say.
 */
final class Candidates {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String EMOJI = "😀";

  private static final String EVERYWHERE =
      """
      [null, true, false,
       0, -0.0, 1, 5.0, 5e0, -1, 0.5, 1.5, -0.5, 1e300, 0.1234567891,
       "", " ", "a", "5", "true", "null", "\\u0000", "a\\nb", "a\\u007f", "\\u0085", "\\u200b", "\\ud83d\\ude00",
       "2026-04-01T20:00:00Z", "2026-04-01t20:00:00.123456789+02:00", "2026-03-31T23:59:59-11:30",
       "2026-04-01T20:00:00", "2026-04-01", "2026-02-30T00:00:00Z", "20:00:00Z", "1775073600000",
       "1969-12-31T23:59:59Z",
       1775073600000, 1775073600, 1775073600000.5,
       [], {}, [null], [1], [1.5], [true], [""], ["a"], [[]], [{}],
       {"a": null}, {"a": 1}, {"a": -1}, {"a": true}, {"a": "b"}, {"a": {}}, {"a": []}, {"": {}},
       {"a\\nb": {}}, {"\\ud83d\\ude00": {}}]
      """;

  private Candidates() {}

  static List<JsonNode> at(ApiDocument api, JsonNode schema) throws IOException {
    var candidates = new ArrayList<JsonNode>();
    ApiDocument.json(EVERYWHERE).forEach(candidates::add);
    for (var bound : List.of("minimum", "maximum")) {
      if (schema.has(bound)) {
        aroundNumber(schema.get(bound).decimalValue(), candidates);
      }
    }
    for (var bound : List.of("minLength", "maxLength")) {
      if (schema.has(bound)) {
        aroundLength(schema.get(bound).intValue(), candidates);
      }
    }
    if (schema.path("items").has("maxLength")) {
      for (var text : aroundLength(schema.path("items").get("maxLength").intValue())) {
        candidates.add(NODES.arrayNode().add(text));
      }
    }
    if (schema.has("propertyNames")) {
      var keys = api.resolved(schema.get("propertyNames"));
      for (var key : aroundLength(keys.get("maxLength").intValue())) {
        candidates.add(NODES.objectNode().set(key, NODES.objectNode()));
      }
    }
    return candidates;
  }

  private static void aroundNumber(BigDecimal bound, List<JsonNode> candidates) {
    for (var step : List.of("-1", "-0.000000001", "0", "0.000000001", "1")) {
      candidates.add(DecimalNode.valueOf(bound.add(new BigDecimal(step))));
    }
  }

  private static void aroundLength(int bound, List<JsonNode> candidates) {
    for (var text : aroundLength(bound)) {
      candidates.add(NODES.textNode(text));
    }
  }

  /** Of characters that Java counts as one, and of such that it counts as two. */
  private static List<String> aroundLength(int bound) {
    var texts = new ArrayList<String>();
    for (var length = Math.max(0, bound - 1); length <= bound + 1; length++) {
      texts.add("x".repeat(length));
      texts.add(EMOJI.repeat(length));
    }
    return texts;
  }
}
