package dev.fleetpulse.query.csv;

import java.util.function.Consumer;

/** Where rows come from, one after the other. */
@FunctionalInterface
public interface Rows<T> {
  /** Hands over all rows; ends early where the taker throws. */
  void forEach(Consumer<? super T> taker);

  /** Rows that are held already. */
  static <T> Rows<T> of(Iterable<T> held) {
    return taker -> held.forEach(taker);
  }
}
