package dev.fleetpulse.ingest.scrub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.LinkedHashMap;

/**
 * Takes the secrets out of one JSON document, in place.
 *
 * <ul>
 *   <li>Under a secret name every string becomes a marker as a whole, at any depth; a number does
 *       where the name is its own, or that of the array it stands in. Truth values and nulls stay.
 *   <li>A string under an identifying name loses what is a secret beyond doubt, by its prefix or
 *       form; numbers, pairs and sentences in it are part of somebody's id.
 *   <li>Every other string is read as text, by {@link TextScrubber}.
 *   <li>A number is a card's only where its name says so.
 *   <li>A key that is a secret beyond doubt becomes a marker; more of them are told apart by {@code
 *       #2}, {@code #3}.
 * </ul>
 */
final class DocumentScrubber {
  private static final int DEPTH_MAX = 64;

  private final SecretNames names;
  private final KeyTraits.Table keys;
  private final TextScrubber texts;
  private final TextScrubber shapes;
  private final Found found;

  /**
   * Scrubs one document.
   *
   * @param shapes knows only what is a secret beyond doubt
   */
  DocumentScrubber(
      SecretNames names,
      KeyTraits.Table keys,
      TextScrubber texts,
      TextScrubber shapes,
      Found found) {
    this.names = names;
    this.keys = keys;
    this.texts = texts;
    this.shapes = shapes;
    this.found = found;
  }

  void scrub(ObjectNode document) {
    scrubObject(document, null, 1);
  }

  /** What was not changed comes back as the same instance, which tells it without comparing. */
  @SuppressWarnings("ReferenceEquality")
  private void scrubObject(ObjectNode object, Kind around, int depth) {
    checkDepth(depth);
    var keysToo = false;
    for (var field : object.properties()) {
      var key = keys.of(field.getKey());
      var value = field.getValue();
      var own = value.isTextual() ? key.kindOfText() : key.kind();
      var scrubbed = scrubbed(value, key, own, own == null ? around : own, depth);
      if (scrubbed != value) {
        field.setValue(scrubbed);
      }
      keysToo |= key.secret();
    }
    scrubNamedValue(object);
    if (keysToo) {
      scrubKeys(object);
    }
  }

  /** The value in its final form. */
  private JsonNode scrubbed(JsonNode value, KeyTraits key, Kind own, Kind secret, int depth) {
    return switch (value.getNodeType()) {
      case STRING -> secret == null ? text(value, key) : wholeText(value, key.key(), secret);
      case NUMBER -> own == null ? number(value, key) : marker(own);
      case OBJECT -> {
        scrubObject((ObjectNode) value, secret, depth + 1);
        yield value;
      }
      case ARRAY -> {
        scrubArray((ArrayNode) value, key, own, secret, depth + 1);
        yield value;
      }
      case BOOLEAN, NULL -> value;
      case BINARY, MISSING, POJO -> throw new IllegalStateException("No JSON: " + value);
    };
  }

  @SuppressWarnings("ReferenceEquality")
  private void scrubArray(ArrayNode array, KeyTraits key, Kind own, Kind secret, int depth) {
    checkDepth(depth);
    for (var i = 0; i < array.size(); i++) {
      var element = array.get(i);
      var scrubbed = scrubbed(element, key, own, secret, depth);
      if (scrubbed != element) {
        array.set(i, scrubbed);
      }
    }
  }

  private JsonNode text(JsonNode value, KeyTraits key) {
    var text = value.textValue();
    var scrubber = key.identifies() ? shapes : texts;
    var scrubbed = scrubber.scrub(text, found);
    return scrubbed.equals(text)
        ? value
        : TextNode.valueOf(TextLimits.cut(scrubbed, text, key.key()));
  }

  private JsonNode wholeText(JsonNode value, String key, Kind secret) {
    var text = value.textValue();
    return text.isEmpty() || Scan.isMarker(text) || PlainNames.isWorkingDirectory(key, text)
        ? value
        : marker(secret);
  }

  private JsonNode number(JsonNode value, KeyTraits key) {
    return key.cards() && value.isIntegralNumber() && CardNumber.is(value.asText())
        ? marker(Kind.CARD)
        : value;
  }

  private JsonNode marker(Kind kind) {
    found.add(kind);
    return TextNode.valueOf(kind.marker());
  }

  /** Lists of headers and variables come as {@code {"name":"authorization","value":"…"}}. */
  private void scrubNamedValue(ObjectNode object) {
    var value = object.get("value");
    if (value == null || !value.isTextual()) {
      return;
    }
    var name = object.has("name") ? object.get("name") : object.get("key");
    if (name == null || !name.isTextual()) {
      return;
    }
    var kind = names.kindOf(name.textValue());
    if (kind != null) {
      object.replace("value", wholeText(value, name.textValue(), kind));
    }
  }

  /** Rare enough to build the object anew, as its fields must keep their order. */
  private void scrubKeys(ObjectNode object) {
    var renamed = LinkedHashMap.<String, JsonNode>newLinkedHashMap(object.size());
    var numbers = new HashMap<String, Integer>();
    for (var field : object.properties()) {
      var key = shapes.scrub(field.getKey(), found);
      var free = key;
      while (renamed.containsKey(free)) {
        // Counted on from key to key: looking for each from 2 on would take quadratic time.
        free = key + "#" + numbers.merge(key, 2, (before, first) -> before + 1);
      }
      renamed.put(free, field.getValue());
    }
    object.removeAll();
    object.setAll(renamed);
  }

  private static void checkDepth(int depth) {
    if (depth > DEPTH_MAX) {
      throw new IllegalArgumentException("More than " + DEPTH_MAX + " levels of JSON");
    }
  }
}
