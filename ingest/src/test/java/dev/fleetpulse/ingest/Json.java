package dev.fleetpulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Arbitrary JSON, in which the protocol's own field names are as likely as any other. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> FIELDS =
      List.of(
          "instanceId",
          "timestamp",
          "app",
          "version",
          "server",
          "name",
          "port",
          "uptime",
          "pid",
          "process",
          "memoryMB",
          "routes",
          "total",
          "slowest",
          "path",
          "repairs",
          "lastRepair",
          "cost",
          "usage",
          "totalTokens",
          "totalCost",
          "byCategory",
          "byModel",
          "tokens",
          "calls",
          "alerts",
          "type",
          "message",
          "metadata",
          "stack",
          "frames",
          "line",
          "inApp",
          "cause",
          "tags",
          "context",
          "fingerprint",
          "errorId");

  private Json() {}

  /** Objects of up to a few levels. */
  public static Arbitrary<ObjectNode> objects() {
    return objects(3);
  }

  private static Arbitrary<ObjectNode> objects(int depth) {
    return Arbitraries.maps(names(), values(depth)).ofMaxSize(6).map(Json::object);
  }

  private static Arbitrary<JsonNode> values(int depth) {
    return depth == 0
        ? scalars()
        : Arbitraries.frequencyOf(
            Tuple.of(5, scalars()),
            Tuple.of(2, objects(depth - 1)),
            Tuple.of(1, values(depth - 1).list().ofMaxSize(4).map(Json::array)));
  }

  private static Arbitrary<JsonNode> scalars() {
    return Arbitraries.oneOf(
        Arbitraries.of(NODES.nullNode(), NODES.booleanNode(true), NODES.booleanNode(false)),
        Arbitraries.longs().map(NODES::numberNode),
        Arbitraries.just(NODES.numberNode(Reports.NOW.toEpochMilli())),
        Arbitraries.bigDecimals().ofScale(12).map(DecimalNode::valueOf),
        Arbitraries.integers()
            .between(-400, 400)
            .map(exponent -> DecimalNode.valueOf(BigDecimal.valueOf(7, exponent))),
        Arbitraries.strings().ofMaxLength(20).map(NODES::textNode));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, Arbitraries.of(FIELDS)), Tuple.of(1, Arbitraries.strings().ofMaxLength(10)));
  }

  private static ObjectNode object(Map<String, JsonNode> fields) {
    return NODES.objectNode().setAll(fields);
  }

  private static ArrayNode array(List<JsonNode> elements) {
    return NODES.arrayNode().addAll(elements);
  }
}
