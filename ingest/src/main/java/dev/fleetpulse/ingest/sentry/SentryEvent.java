package dev.fleetpulse.ingest.sentry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/**
 * Says an event of a Sentry SDK in the words of our own protocol, so that it goes the same way from
 * there on.
 *
 * <p>An SDK can't be told what is wrong with its events, so what is not as expected is left out,
 * and what is too long is cut.
 */
final class SentryEvent {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NO_INSTANCE = "unknown";
  private static final String NO_APP = "unknown";
  private static final String DEFAULT_GROUPING = "{{ default }}";
  private static final int NAME_MAX = 128;
  private static final int TEXT_MAX = 1024;
  private static final int TAGS_MAX = 100;
  private static final int CAUSES_MAX = 10;
  private static final int FRAMES_MAX = 250;

  /** An instant in seconds later than this is written in milliseconds. */
  private static final double SECONDS_MAX = 1e11;

  private final JsonNode event;

  private SentryEvent(JsonNode event) {
    this.event = event;
  }

  /**
   * The event as a body of {@code POST /api/v1/errors}, with an app only where a tag names it.
   *
   * @param received the event's time where it has none
   */
  static ObjectNode report(JsonNode event, Instant received) {
    return new SentryEvent(event).report(received);
  }

  private ObjectNode report(Instant received) {
    var report = NODES.objectNode();
    var tags = tags();
    report.put("instanceId", name(event.path("server_name"), NO_INSTANCE));
    if (tags.has("app")) {
      report.put("app", name(tags.path("app"), NO_APP));
    }
    report.put("timestamp", time(event.path("timestamp"), received).toEpochMilli());
    put(report, "errorId", text(event.path("event_id")));
    put(report, "language", language());
    put(report, "level", text(event.path("level")));
    put(report, "release", text(event.path("release")));
    put(report, "environment", text(event.path("environment")));
    put(report, "traceId", text(event.path("contexts").path("trace").path("trace_id")));
    if (!tags.isEmpty()) {
      report.set("tags", tags);
    }
    report.set("context", context());
    fingerprint(report);
    errorOf(report);
    return report;
  }

  /** The exceptions, of which the last one is the one that surfaced, or else the message. */
  private void errorOf(ObjectNode report) {
    var exceptions = exceptions();
    if (exceptions.isEmpty()) {
      put(report, "message", message());
      frames(report, event.path("stacktrace"));
      if (!report.has("frames")) {
        frames(report, crashedThread().path("stacktrace"));
      }
      if (!report.has("message") && !report.has("frames")) {
        report.put("message", "(no message)");
      }
      return;
    }
    var target = report;
    var surfaced = exceptions.size() - 1;
    for (var i = surfaced; i >= 0 && surfaced - i <= CAUSES_MAX; i--) {
      if (i < surfaced) {
        target = target.putObject("cause");
      }
      var exception = exceptions.get(i);
      put(target, "type", text(exception.path("type")));
      put(target, "message", longText(exception.path("value")));
      frames(target, exception.path("stacktrace"));
    }
    if (!report.has("message") && !report.has("frames")) {
      report.put("message", report.path("type").asText("(no message)"));
    }
  }

  private List<JsonNode> exceptions() {
    var exception = event.path("exception");
    var values = exception.isArray() ? exception : exception.path("values");
    return values.isArray()
        ? objects(values)
        : exception.isObject() ? objects(List.of(exception)) : List.of();
  }

  private String message() {
    var entry = event.path("logentry");
    for (var candidate :
        List.of(entry.path("formatted"), entry.path("message"), event.path("message"))) {
      var formatted = candidate.isObject() ? candidate.path("formatted") : candidate;
      if (formatted.isTextual() && !formatted.textValue().isBlank()) {
        return formatted.textValue();
      }
    }
    return null;
  }

  private JsonNode crashedThread() {
    var threads = event.path("threads");
    for (var thread : objects(threads.isArray() ? threads : threads.path("values"))) {
      if (thread.path("crashed").asBoolean()) {
        return thread;
      }
    }
    return NODES.missingNode();
  }

  /** Ours are innermost first, Sentry's the other way round. */
  private static void frames(ObjectNode target, JsonNode stack) {
    var all = objects(stack.path("frames"));
    if (all.isEmpty()) {
      return;
    }
    var frames = target.putArray("frames");
    for (var i = all.size() - 1; i >= 0 && frames.size() < FRAMES_MAX; i--) {
      var frame = all.get(i);
      var ours = frames.addObject();
      put(ours, "function", text(frame.path("function")));
      put(ours, "module", text(frame.path("module")));
      var file = text(frame.path("filename"));
      put(ours, "file", file == null ? text(frame.path("abs_path")) : file);
      position(ours, "line", frame.path("lineno"));
      position(ours, "column", frame.path("colno"));
      if (frame.path("in_app").isBoolean()) {
        ours.set("inApp", frame.path("in_app"));
      }
    }
  }

  private static void position(ObjectNode target, String name, JsonNode number) {
    if (number.canConvertToInt() && number.isIntegralNumber() && number.intValue() >= 0) {
      target.put(name, number.intValue());
    }
  }

  private void fingerprint(ObjectNode report) {
    var parts = event.path("fingerprint");
    if (!parts.isArray() || parts.isEmpty()) {
      return;
    }
    var own = NODES.arrayNode();
    for (var part : parts) {
      if (part.asText().equals(DEFAULT_GROUPING)) {
        // It refines Sentry's grouping, and we have ours.
        return;
      }
      own.add(cut(part.asText(), TEXT_MAX));
    }
    report.set("fingerprint", own);
  }

  /** An object, or pairs of name and value. */
  private ObjectNode tags() {
    var tags = NODES.objectNode();
    var given = event.path("tags");
    BiConsumer<String, JsonNode> add =
        (key, value) -> {
          var name = cut(printable(key), NAME_MAX);
          if (!name.isEmpty() && value.isValueNode() && !value.isNull() && tags.size() < TAGS_MAX) {
            tags.put(name, cut(value.asText(), TEXT_MAX));
          }
        };
    if (given.isObject()) {
      given.properties().forEach(tag -> add.accept(tag.getKey(), tag.getValue()));
    } else if (given instanceof ArrayNode pairs) {
      pairs.forEach(pair -> add.accept(pair.path(0).asText(), pair.path(1)));
    }
    return tags;
  }

  private ObjectNode context() {
    var context = NODES.objectNode();
    var crumbs = event.path("breadcrumbs");
    context.put("breadcrumbs", crumbs.isArray() ? crumbs.size() : crumbs.path("values").size());
    put(context, "transaction", text(event.path("transaction")));
    put(context, "logger", text(event.path("logger")));
    put(context, "sdk", text(event.path("sdk").path("name")));
    put(context, "sdkVersion", text(event.path("sdk").path("version")));
    put(context, "runtime", text(event.path("contexts").path("runtime").path("name")));
    put(context, "runtimeVersion", text(event.path("contexts").path("runtime").path("version")));
    return context;
  }

  private String language() {
    var platform = text(event.path("platform"));
    return "node".equals(platform) ? "javascript" : platform;
  }

  private static Instant time(JsonNode given, Instant received) {
    if (given.isNumber()) {
      var number = given.doubleValue();
      return Instant.ofEpochMilli(Math.round(number < SECONDS_MAX ? number * 1000 : number));
    }
    if (given.isTextual()) {
      var text = given.textValue();
      try {
        // Some SDKs leave the zone out and mean UTC.
        return text.matches(".*([zZ]|[+-]\\d\\d:?\\d\\d)$")
            ? OffsetDateTime.parse(text).toInstant()
            : OffsetDateTime.parse(text + "Z").toInstant();
      } catch (DateTimeParseException notTime) {
        return received;
      }
    }
    return received;
  }

  private static String name(JsonNode given, String otherwise) {
    var name =
        given.isValueNode() && !given.isNull() ? cut(printable(given.asText()), NAME_MAX) : "";
    return name.isBlank() ? otherwise : name;
  }

  private static String text(JsonNode given) {
    return given.isTextual() ? cut(given.textValue(), TEXT_MAX) : null;
  }

  private static String longText(JsonNode given) {
    return given.isMissingNode() || given.isNull()
        ? null
        : given.isTextual() ? given.textValue() : given.toString();
  }

  private static String printable(String text) {
    return text.codePoints()
        .filter(character -> !Character.isISOControl(character))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static String cut(String text, int charsMax) {
    if (text.length() <= charsMax) {
      return text;
    }
    // Half of a pair would be no text any more.
    var end = Character.isHighSurrogate(text.charAt(charsMax - 1)) ? charsMax - 1 : charsMax;
    return text.substring(0, end);
  }

  private static List<JsonNode> objects(Iterable<JsonNode> nodes) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .filter(JsonNode::isObject)
        .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
  }

  private static void put(ObjectNode target, String name, String text) {
    if (text != null) {
      target.put(name, text);
    }
  }
}
