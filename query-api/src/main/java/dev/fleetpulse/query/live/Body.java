package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;

/** An event's JSON in the making, written as the other answers write times and money. */
final class Body {
  private static final int NANOS_DIGITS = 9;

  /** The journal keeps thousands of events, so none may be as long as somebody likes. */
  private static final int TEXT_CHARACTERS_MAX = 4_000;

  private final ObjectNode node = JsonNodeFactory.instance.objectNode();

  static Body of(EventType type) {
    return new Body().put("type", type.text());
  }

  Body put(String name, String value) {
    node.put(
        name,
        value == null || value.length() <= TEXT_CHARACTERS_MAX
            ? value
            : value.substring(0, TEXT_CHARACTERS_MAX) + "…");
    return this;
  }

  Body put(String name, Long value) {
    node.put(name, value);
    return this;
  }

  Body put(String name, Integer value) {
    node.put(name, value);
    return this;
  }

  Body put(String name, Double value) {
    node.put(name, value);
    return this;
  }

  Body put(String name, Boolean value) {
    node.put(name, value);
    return this;
  }

  /**
   * A moment.
   *
   * @param ms epoch milliseconds, or null
   */
  Body time(String name, Long ms) {
    return put(name, ms == null ? null : Instant.ofEpochMilli(ms).toString());
  }

  /**
   * Money.
   *
   * @param nanos nano-dollars, or null
   */
  Body money(String name, Long nanos) {
    if (nanos == null) {
      node.putNull(name);
    } else {
      var dollars = BigDecimal.valueOf(nanos, NANOS_DIGITS).stripTrailingZeros();
      node.put(name, dollars.scale() < 0 ? dollars.setScale(0) : dollars);
    }
    return this;
  }

  Body put(String name, Body inner) {
    node.set(name, inner.node);
    return this;
  }

  Body texts(String name, Iterable<String> values) {
    var list = node.putArray(name);
    values.forEach(list::add);
    return this;
  }

  Body numbers(String name, Iterable<Integer> values) {
    var list = node.putArray(name);
    values.forEach(list::add);
    return this;
  }

  ObjectNode node() {
    return node;
  }
}
