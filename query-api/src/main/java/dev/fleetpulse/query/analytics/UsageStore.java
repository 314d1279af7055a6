package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.request.Interval;
import dev.fleetpulse.query.request.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Sums up the usage of instances per hour; both stores have the same rows, and the same answers.
 */
interface UsageStore {
  /** More than this many named parts are no answer for anybody. */
  int PARTS_MAX = 100_000;

  /** Up to so many servers are read at once; more are handed over as they come. */
  int HELD_MAX = 500;

  /** What the whole range comes to. */
  Summary summary(String tenant, TimeRange hours, Filter filter);

  /** Tokens of each category and dollars of each model. */
  Names names(String tenant, TimeRange hours, Filter filter);

  /**
   * What each app, model or category used in each interval.
   *
   * @throws dev.fleetpulse.query.store.StoreException also where there are more than {@link
   *     #PARTS_MAX}
   */
  List<Part> parts(
      String tenant, TimeRange hours, Filter filter, Interval interval, GroupBy groupBy);

  /** What all used in each interval in which there was something. */
  List<Point> points(String tenant, TimeRange hours, Filter filter, Interval interval);

  /**
   * Hands over what each server used, those that used most first, equal ones by id.
   *
   * @param order what they are ordered by
   */
  void servers(
      String tenant,
      TimeRange hours,
      Filter filter,
      Order order,
      int limit,
      Consumer<? super ServerUsage> taker);

  /** Several questions, about the same moment where the store can. */
  <T> T atOneMoment(Function<UsageStore, T> questions);

  /** By what the greatest are found. */
  enum Order {
    COST,
    TOKENS
  }

  /** Sums over all rows. */
  record Summary(
      long activeServers,
      long heartbeats,
      long repairs,
      long repairSuccesses,
      long repairFailures,
      Amounts used) {}

  /** The greatest first. */
  record Names(Map<String, Long> tokensByCategory, Map<String, BigDecimal> costByModel) {}

  /**
   * A group in an interval.
   *
   * @param used by the group as the rows name it
   * @param whole of the rows that were met at this group first, so that the sum over all groups is
   *     what all rows come to
   */
  record Part(Instant at, String name, Amounts used, Amounts whole) {}

  /** An interval. */
  record Point(Instant at, Amounts used) {}

  /**
   * A server.
   *
   * @param servers how many there are, with those that were not handed over
   * @param all what all of them used
   */
  record ServerUsage(String server, Amounts used, long servers, Amounts all) {}
}
