package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which store answers a question about figures: the one place where that is decided. TimescaleDB
 * has what is recent at hand and finds single rows fast; ClickHouse reads many rows fast, and has
 * every heartbeat of the past months. Where both can answer they say the same.
 */
final class StoreChoice {
  private StoreChoice() {}

  /** What is asked about. */
  enum Subject {
    /** Sums of rows per server and hour. */
    USAGE(1_000_000),
    /**
     * The same by names within the rows, which are JSON in TimescaleDB and arrays in ClickHouse.
     */
    NAMED_USAGE(50_000),
    /** Every heartbeat. */
    HEARTBEATS(500_000);

    private final long rowsAtHand;

    /**
     * Of a kind of rows.
     *
     * @param rowsAtHand as many as TimescaleDB goes through in about a second
     */
    Subject(long rowsAtHand) {
      this.rowsAtHand = rowsAtHand;
    }
  }

  /**
   * A question.
   *
   * @param servers how many it is about; nothing where that could not be found out
   * @param rowsPerHour of each of them
   * @param timescaleKnows whether TimescaleDB has all columns that are asked for
   * @param timescaleHas since when it has rows; nothing where it keeps them for ever
   */
  record Question(
      Subject subject,
      TimeRange range,
      OptionalLong servers,
      int rowsPerHour,
      boolean timescaleKnows,
      Optional<Instant> timescaleHas) {
    /** Whether TimescaleDB could answer at all. */
    boolean isInTimescale() {
      return timescaleKnows
          && timescaleHas.map(since -> !range.from().isBefore(since)).orElse(true);
    }

    private OptionalLong rows() {
      var hours = Duration.between(range.from(), range.to()).toHours();
      return servers.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(servers.getAsLong() * Math.max(hours, 1) * rowsPerHour);
    }
  }

  /**
   * Whom to ask.
   *
   * @param first who is asked
   * @param otherwise who is asked where the first does not answer
   * @param reason why, for the client
   */
  record Choice(Store first, Optional<Store> otherwise, String reason) {
    /** Both, in the order in which they are asked. */
    List<Store> stores() {
      return otherwise.map(second -> List.of(first, second)).orElse(List.of(first));
    }
  }

  static Choice decide(Question question) {
    if (!question.isInTimescale()) {
      return new Choice(
          Store.CLICKHOUSE,
          Optional.empty(),
          question.timescaleKnows
              ? "only ClickHouse has rows that old"
              : "only ClickHouse knows it by that");
    }
    var rows = question.rows();
    if (rows.isPresent() && rows.getAsLong() <= question.subject.rowsAtHand) {
      return new Choice(
          Store.TIMESCALE, Optional.of(Store.CLICKHOUSE), "about " + rows.getAsLong() + " rows");
    }
    return new Choice(
        Store.CLICKHOUSE,
        Optional.of(Store.TIMESCALE),
        rows.isPresent()
            ? "about " + rows.getAsLong() + " rows, more than TimescaleDB is asked for"
            : "how many rows there are is not known");
  }
}
