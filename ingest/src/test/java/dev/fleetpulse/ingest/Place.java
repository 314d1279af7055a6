package dev.fleetpulse.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.devstack.junit.ApiDocument;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One place in a document that a schema describes.
 *
 * @param steps names of fields and indices of elements from the document to here
 * @param schema of the value here
 */
record Place(List<Object> steps, JsonNode schema) {
  Place {
    steps = List.copyOf(steps);
  }

  /**
   * Every place that the schema describes, the document itself first.
   *
   * @param complete has every field that the schema knows
   */
  static List<Place> all(ApiDocument api, JsonNode schema, JsonNode complete) {
    var places = new ArrayList<Place>();
    collect(api, List.of(), schema, complete, new IdentityHashMap<>(), places);
    return places;
  }

  private static void collect(
      ApiDocument api,
      List<Object> steps,
      JsonNode reference,
      JsonNode value,
      Map<JsonNode, Boolean> above,
      List<Place> places) {
    var schema = api.resolved(reference);
    places.add(new Place(steps, schema));
    // A cause in a cause is as the cause.
    if (above.put(schema, true) != null) {
      return;
    }
    for (var property : schema.path("properties").properties()) {
      var inner = value.get(property.getKey());
      if (inner == null) {
        throw new AssertionError("The example has no " + property.getKey() + " at " + steps);
      }
      collect(api, plus(steps, property.getKey()), property.getValue(), inner, above, places);
    }
    if (schema.path("additionalProperties").isObject()) {
      for (var entry : value.properties()) {
        collect(
            api,
            plus(steps, entry.getKey()),
            schema.get("additionalProperties"),
            entry.getValue(),
            above,
            places);
      }
    }
    if (schema.has("items")) {
      collect(api, plus(steps, 0), schema.get("items"), value.get(0), above, places);
    }
    above.remove(schema);
  }

  /** As the answers of the server name it. */
  String field() {
    var field = new StringBuilder();
    for (var step : steps) {
      switch (step) {
        case Integer index -> field.append('[').append(index).append(']');
        default -> field.append(field.isEmpty() ? "" : ".").append(step);
      }
    }
    return field.isEmpty() ? "body" : field.toString();
  }

  /** Whether an answer speaks of this place, or of one inside it. */
  boolean isNamedBy(String field) {
    var here = field();
    return steps.isEmpty()
        || field.equals(here)
        || field.startsWith(here + ".")
        || field.startsWith(here + "[");
  }

  /** A copy of the document with this value here. */
  JsonNode with(JsonNode document, JsonNode value) {
    if (steps.isEmpty()) {
      return value;
    }
    var copy = document.deepCopy();
    switch (parent(copy)) {
      case ObjectNode object -> object.set((String) steps.getLast(), value);
      case ArrayNode array -> array.set((Integer) steps.getLast(), value);
      default -> throw new IllegalStateException("Nothing is at " + steps);
    }
    return copy;
  }

  /** A copy of the document without the field here. */
  JsonNode without(JsonNode document) {
    var copy = document.deepCopy();
    ((ObjectNode) parent(copy)).remove((String) steps.getLast());
    return copy;
  }

  /** Whether this is a field of an object, which may be absent. */
  boolean isField() {
    return !steps.isEmpty() && steps.getLast() instanceof String;
  }

  /** Whether the document has what is around this place. */
  boolean isIn(JsonNode document) {
    var parent = parent(document);
    return steps.getLast() instanceof Integer index ? parent.has(index) : parent.isObject();
  }

  private JsonNode parent(JsonNode document) {
    var node = document;
    for (var step : steps.subList(0, steps.size() - 1)) {
      node = step instanceof Integer index ? node.path(index) : node.path((String) step);
    }
    return node;
  }

  private static List<Object> plus(List<Object> steps, Object step) {
    var longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }
}
