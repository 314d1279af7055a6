package dev.fleetpulse.query.request;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The orders a list can be asked for: {@code sort=name} ascending, {@code sort=-name} descending.
 * Only our own constants ever reach the SQL.
 */
public final class Sorts {
  private final Map<String, String> orders = new LinkedHashMap<>();
  private final String otherwise;

  private Sorts(String otherwise) {
    this.otherwise = otherwise;
  }

  /**
   * No orders yet, see {@link #and}.
   *
   * @param otherwise the order where none is asked for
   */
  public static Sorts startingWith(String otherwise) {
    return new Sorts(otherwise);
  }

  /**
   * Adds an order and its reverse; entries without a value come last in both.
   *
   * @param expression in SQL
   */
  public Sorts and(String name, String expression) {
    orders.put(name, expression + " ASC NULLS LAST");
    orders.put("-" + name, expression + " DESC NULLS LAST");
    return this;
  }

  /** Reads {@code sort} and answers with the terms of {@code ORDER BY}. */
  public String read(Parameters parameters) {
    return orders.get(parameters.choice("sort", orders.keySet()).orElse(otherwise));
  }
}
