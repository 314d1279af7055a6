package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a subscription of what a client sends: a JSON object, or the same as query parameters. All
 * that is wrong is named at once, and what nobody knows is wrong too.
 */
final class SubscriptionReading {
  static final int SERVERS_MAX = 500;
  static final int APPS_MAX = 50;
  static final int TAGS_MAX = 16;

  private static final int TEXT_CHARACTERS_MAX = 128;
  private static final int SHOWN_CHARACTERS_MAX = 60;
  private static final List<String> KNOWN =
      List.of("subscribe", "servers", "apps", "tags", "severity", "resume");
  private static final List<String> SEVERITIES = List.of("info", "warn", "critical");

  private final JsonNode asked;
  private final List<ParameterError> errors = new ArrayList<>();

  private SubscriptionReading(JsonNode asked) {
    this.asked = asked;
  }

  /** Reads a message. */
  static Parsed<Subscription> read(JsonNode asked) {
    return new SubscriptionReading(asked).read();
  }

  /**
   * Reads query parameters: lists divided by commas, tags as {@code name=value}.
   *
   * @param given decoded values by name
   */
  static Parsed<Subscription> read(Map<String, List<String>> given) {
    var asked = JsonNodeFactory.instance.objectNode();
    var reading = new SubscriptionReading(asked);
    given.forEach((name, values) -> reading.add(asked, name, String.join(",", values)));
    return reading.read();
  }

  private void add(ObjectNode object, String name, String value) {
    switch (name) {
      case "subscribe", "servers", "apps", "severity" -> {
        var list = object.putArray(name);
        for (var one : value.split(",", -1)) {
          list.add(one);
        }
      }
      case "tags" -> {
        var tags = object.putObject(name);
        for (var one : value.split(",", -1)) {
          var parts = one.split("=", 2);
          if (parts.length == 2) {
            tags.put(parts[0], parts[1]);
          } else {
            wrong(name, "name=value, several divided by commas", one);
          }
        }
      }
      default -> object.put(name, value);
    }
  }

  private Parsed<Subscription> read() {
    if (!asked.isObject()) {
      wrong("message", "a JSON object such as {\"subscribe\":[\"status\"]}", "something else");
      return new Parsed.Invalid<>(errors);
    }
    for (var name : (Iterable<String>) asked::fieldNames) {
      if (!KNOWN.contains(name)) {
        wrong(shortened(name), "one of the fields " + String.join(", ", KNOWN), "unknown");
      }
    }
    var types = types();
    var servers = texts("servers", SERVERS_MAX);
    var apps = texts("apps", APPS_MAX);
    var tags = tags();
    var severities = severities();
    var resume = resume();
    if (types.contains(EventType.HEARTBEAT) && servers.isEmpty()) {
      wrong("servers", "1 to " + SERVERS_MAX + " ids where heartbeat is asked for", "absent");
    }
    return errors.isEmpty()
        ? new Parsed.Valid<>(new Subscription(types, servers, apps, tags, severities, resume))
        : new Parsed.Invalid<>(errors);
  }

  private Set<EventType> types() {
    if (isAbsent("subscribe")) {
      return EnumSet.complementOf(EnumSet.of(EventType.HEARTBEAT));
    }
    var types = EnumSet.noneOf(EventType.class);
    for (var text : texts("subscribe", EventType.values().length)) {
      EventType.of(text)
          .ifPresentOrElse(
              types::add, () -> wrong("subscribe", "some of " + all(EventType.texts()), text));
    }
    if (types.isEmpty() && errors.isEmpty()) {
      wrong("subscribe", "some of " + all(EventType.texts()), "none");
    }
    return types;
  }

  /** One text stands for a list of it. */
  private Set<String> severities() {
    if (asked.path("severity").isTextual()) {
      return severities(Set.of(asked.path("severity").textValue()));
    }
    return severities(texts("severity", SEVERITIES.size()));
  }

  private Set<String> severities(Set<String> given) {
    for (var severity : given) {
      if (!SEVERITIES.contains(severity)) {
        wrong("severity", "some of " + all(SEVERITIES), severity);
      }
    }
    return given;
  }

  private Set<String> texts(String name, int most) {
    var texts = new LinkedHashSet<String>();
    if (isAbsent(name)) {
      return texts;
    }
    var list = asked.path(name);
    if (!list.isArray() || list.size() > most) {
      wrong(name, "a list of at most " + most + " texts", list.isArray() ? size(list) : "no list");
      return texts;
    }
    for (var one : list) {
      if (isText(one)) {
        texts.add(one.textValue());
      } else {
        wrong(name, "texts of 1 to " + TEXT_CHARACTERS_MAX + " characters", one.toString());
      }
    }
    return texts;
  }

  private Map<String, String> tags() {
    var tags = new LinkedHashMap<String, String>();
    if (isAbsent("tags")) {
      return tags;
    }
    var given = asked.path("tags");
    if (!given.isObject() || given.size() > TAGS_MAX) {
      wrong(
          "tags",
          "an object of at most " + TAGS_MAX + " texts by name",
          given.isObject() ? size(given) : "no object");
      return tags;
    }
    for (var tag : given.properties()) {
      if (isText(tag.getValue())) {
        tags.put(tag.getKey(), tag.getValue().textValue());
      } else {
        wrong("tags", "texts of 1 to " + TEXT_CHARACTERS_MAX + " characters", "something else");
      }
    }
    return tags;
  }

  private Optional<Cursor> resume() {
    if (isAbsent("resume")) {
      return Optional.empty();
    }
    var cursor = Cursor.parse(asked.path("resume").asText());
    if (cursor.isEmpty()) {
      wrong("resume", "the cursor of an event", asked.path("resume").toString());
    }
    return cursor;
  }

  private boolean isAbsent(String name) {
    return asked.path(name).isMissingNode() || asked.path(name).isNull();
  }

  private static boolean isText(JsonNode node) {
    return node.isTextual()
        && !node.textValue().isBlank()
        && node.textValue().length() <= TEXT_CHARACTERS_MAX;
  }

  private static String size(JsonNode container) {
    return container.size() + " of them";
  }

  private static String all(Collection<String> texts) {
    return String.join(", ", texts);
  }

  private void wrong(String name, String expected, String was) {
    errors.add(new ParameterError(name, expected, shortened(was)));
  }

  private static String shortened(String text) {
    var shown =
        text.length() <= SHOWN_CHARACTERS_MAX
            ? text
            : text.substring(0, SHOWN_CHARACTERS_MAX) + "…";
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
