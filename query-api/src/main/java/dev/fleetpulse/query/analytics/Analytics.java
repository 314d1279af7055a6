package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.query.store.MissingPart;
import dev.fleetpulse.query.store.Store;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The whole fleet in a range of whole hours.
 *
 * @param store who told the usage, and {@code storeReason} why it was asked
 * @param totalServers known by the end of the range
 * @param activeServers that sent a heartbeat in it
 * @param heartbeats distinct ones
 * @param successRate of the repairs whose end is known, 0 to 1; null where there was none
 * @param totalCost dollars
 * @param costByModel dollars
 * @param uptimePercent of the time in which instances were known to be up or down, see {@link
 *     Uptime}; null where nothing is known
 * @param avgResponseTime mean of the slowest route's average of each heartbeat, milliseconds; null
 *     where none told it
 * @param previous the hours of the same number before, where that was asked for
 * @param missing parts that are null because a store is away
 */
record Analytics(
    Instant from,
    Instant to,
    Store store,
    String storeReason,
    Long totalServers,
    long activeServers,
    long heartbeats,
    long totalRepairs,
    BigDecimal successRate,
    long totalTokens,
    BigDecimal totalCost,
    long totalCalls,
    Map<String, Long> tokensByCategory,
    Map<String, BigDecimal> costByModel,
    BigDecimal uptimePercent,
    BigDecimal avgResponseTime,
    @JsonInclude(Include.NON_NULL) Previous previous,
    @JsonInclude(Include.NON_EMPTY) List<MissingPart> missing) {
  /**
   * The time before.
   *
   * @param change since, as shares of the time before
   */
  record Previous(
      Instant from,
      Instant to,
      long activeServers,
      long heartbeats,
      long totalRepairs,
      BigDecimal successRate,
      long totalTokens,
      BigDecimal totalCost,
      long totalCalls,
      Change change) {}

  /** 0.5 is half as much again; null where there was nothing before. */
  record Change(
      BigDecimal activeServers,
      BigDecimal heartbeats,
      BigDecimal totalRepairs,
      BigDecimal totalTokens,
      BigDecimal totalCost,
      BigDecimal totalCalls) {}
}
