package dev.fleetpulse.streams.sink;

import java.util.List;

/**
 * One table of a store.
 *
 * @param <V> the records whose figures its rows hold
 */
public interface Table<V> {
  /** The store and the table, for example {@code timescale-heartbeats}. */
  String name();

  /** What tells rows apart: of rows with equal identity the table keeps one. */
  Object identity(Row<V> row);

  /** Which of the rows with equal identity stays: the one with the greatest. */
  long revision(Row<V> row);

  /**
   * Writes rows, each identity once. All or none; and writing them again changes nothing, nor does
   * writing them after greater revisions.
   */
  WriteOutcome write(List<Row<V>> rows);
}
