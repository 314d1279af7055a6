package dev.fleetpulse.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.fleetpulse.query.store.MissingPart;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The whole fleet in a range of whole hours.
 *
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
 * @param missing parts that are null because a store is away
 */
record Analytics(
    Instant from,
    Instant to,
    long totalServers,
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
    Double avgResponseTime,
    @JsonInclude(Include.NON_EMPTY) List<MissingPart> missing) {}
