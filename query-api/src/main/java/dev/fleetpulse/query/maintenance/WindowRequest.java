package dev.fleetpulse.query.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.control.MaintenanceWindows.Target;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A window as somebody asks for it. One answer names all that is wrong.
 *
 * @param from its first moment
 * @param to the moment after its last
 */
record WindowRequest(Target target, Instant from, Instant to, Optional<String> reason) {
  private static final int NAME_MAX = 128;
  private static final int REASON_MAX = 1_000;
  private static final Duration LENGTH_MAX = Duration.ofDays(90);
  private static final Duration BACK_MAX = Duration.ofDays(30);
  private static final Duration AHEAD_MAX = Duration.ofDays(366);

  static Parsed<WindowRequest> read(JsonNode body, Instant now) {
    return new Reading(now).read(body);
  }

  private static final class Reading {
    private final Instant now;
    private final List<ParameterError> errors = new ArrayList<>();

    Reading(Instant now) {
      this.now = now;
    }

    Parsed<WindowRequest> read(JsonNode body) {
      if (!body.isObject()) {
        wrong("body", "a JSON object", "something else");
        return new Parsed.Invalid<>(errors);
      }
      var target = target(body);
      var from = body.path("from").isMissingNode() ? Optional.of(now) : time(body, "from");
      var to = time(body, "to");
      var reason = text(body, "reason", "reason", REASON_MAX);
      if (from.isPresent() && to.isPresent()) {
        check(from.get(), to.get());
      }
      return errors.isEmpty()
          ? new Parsed.Valid<>(
              new WindowRequest(target.orElseThrow(), from.orElseThrow(), to.orElseThrow(), reason))
          : new Parsed.Invalid<>(errors);
    }

    private void check(Instant from, Instant to) {
      if (!from.isBefore(to)) {
        wrong("to", "after from (" + from + ")", to.toString());
      } else if (Duration.between(from, to).compareTo(LENGTH_MAX) > 0) {
        wrong("to", "at most " + LENGTH_MAX.toDays() + " days after from", to.toString());
      }
      if (from.isBefore(now.minus(BACK_MAX)) || from.isAfter(now.plus(AHEAD_MAX))) {
        wrong(
            "from",
            "at most %d days ago and %d days ahead"
                .formatted(BACK_MAX.toDays(), AHEAD_MAX.toDays()),
            from.toString());
      }
    }

    private Optional<Target> target(JsonNode body) {
      var targets = new ArrayList<Target>();
      text(body, "instanceId", "instanceId", NAME_MAX)
          .map(Target.Instance::new)
          .ifPresent(targets::add);
      text(body, "app", "app", NAME_MAX).map(Target.App::new).ifPresent(targets::add);
      var tag = body.path("tag");
      if (!tag.isMissingNode() && !tag.isNull()) {
        var name = text(tag, "name", "tag.name", NAME_MAX);
        var value = text(tag, "value", "tag.value", NAME_MAX);
        if (name.isPresent() && value.isPresent()) {
          targets.add(new Target.Tag(name.get(), value.get()));
        } else if (errors.isEmpty()) {
          wrong("tag", "an object with name and value", "something else");
        }
      }
      if (errors.isEmpty() && targets.size() != 1) {
        wrong("body", "exactly one of instanceId, app and tag", targets.size() + " of them");
      }
      return targets.stream().findFirst();
    }

    private Optional<Instant> time(JsonNode body, String name) {
      var value = body.path(name);
      try {
        if (value.canConvertToExactIntegral() && value.canConvertToLong()) {
          return Optional.of(Instant.ofEpochMilli(value.longValue()));
        }
        if (value.isTextual()) {
          return Optional.of(OffsetDateTime.parse(value.textValue()).toInstant());
        }
      } catch (DateTimeException notTime) {
        // Answered below.
      }
      wrong(
          name,
          "a time: RFC 3339, or epoch milliseconds",
          value.isMissingNode() ? "absent" : value.toString());
      return Optional.empty();
    }

    private Optional<String> text(JsonNode object, String name, String path, int max) {
      var value = object.path(name);
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      if (!value.isTextual() || value.textValue().isBlank() || value.textValue().length() > max) {
        wrong(path, "a string of 1 to " + max + " characters", "something else");
        return Optional.empty();
      }
      return Optional.of(value.textValue());
    }

    private void wrong(String field, String expected, String was) {
      errors.add(new ParameterError(field, expected, was));
    }
  }
}
