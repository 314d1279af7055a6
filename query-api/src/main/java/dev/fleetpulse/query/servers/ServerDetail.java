package dev.fleetpulse.query.servers;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.fleet.Sight;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Everything about one instance.
 *
 * @param lastHeartbeat the latest heartbeat whole, as JSON in the protocol's own names
 * @param heartbeats the most recent ones, newest first
 * @param usage of the last 24 hours
 * @param statusChanges the most recent ones, newest first
 * @param repairs the most recent ones, newest first
 * @param openAlerts about this instance alone and not resolved, the latest first
 * @param errorGroups those this instance is known to be part of, latest first
 */
record ServerDetail(
    Server server,
    Evidence evidence,
    @JsonRawValue String lastHeartbeat,
    List<Heartbeat> heartbeats,
    Usage usage,
    List<StatusChange> statusChanges,
    List<Repair> repairs,
    List<OpenAlert> openAlerts,
    List<InstanceErrorGroup> errorGroups) {

  /**
   * How we know the status, as it was decided last; what is shown instead while we can't tell has
   * the reason {@code platform_outage}.
   *
   * @param lastContact append time of the last heartbeat
   * @param downAfterMs the silence after which it counts as down, milliseconds
   * @param partitionClock the log's time when this was decided
   * @param ingestor who took the last heartbeat
   * @param partition of the log, -1 where that is not known
   * @param platformClock the log's time in that partition now; null where nothing is known of it
   * @param recoveredAt since when that clock runs without an outage of ours
   * @param skewMs how far the instance's clock is behind ours, milliseconds; null where too little
   *     is known
   */
  record Evidence(
      String status,
      String reason,
      Instant since,
      Instant firstSeen,
      Instant lastContact,
      long downAfterMs,
      Instant partitionClock,
      String ingestor,
      long partition,
      Instant platformClock,
      Instant recoveredAt,
      Long skewMs) {

    static Evidence of(Instance instance, Sight sight) {
      var clock = sight.clock(instance);
      return new Evidence(
          instance.status().text(),
          instance.reason(),
          Instant.ofEpochMilli(instance.statusSinceMs()),
          Instant.ofEpochMilli(instance.firstSeenMs()),
          Instant.ofEpochMilli(instance.lastContactMs()),
          instance.downAfterMs(),
          Instant.ofEpochMilli(instance.partitionClockMs()),
          instance.ingestor(),
          instance.partition(),
          clock.map(known -> Instant.ofEpochMilli(known.getNowMs())).orElse(null),
          clock.map(known -> Instant.ofEpochMilli(known.getRecoveredAtMs())).orElse(null),
          Known.number(instance.skewMs()));
    }
  }

  /**
   * The numbers of one heartbeat.
   *
   * @param timestamp the sender's clock
   * @param received the broker's clock
   * @param totalCost dollars so far, as the other totals
   */
  record Heartbeat(
      Instant timestamp,
      Instant received,
      String status,
      Long uptimeSeconds,
      Double memoryMB,
      Double cpuPercent,
      Long unhealthyRoutes,
      Double slowestAvgMs,
      Long totalTokens,
      BigDecimal totalCost,
      Long totalCalls) {}

  /**
   * What was used, in whole hours.
   *
   * @param cost dollars
   */
  record Usage(
      Instant from,
      Instant to,
      long heartbeats,
      long tokens,
      BigDecimal cost,
      long calls,
      long repairs,
      long repairSuccesses,
      long repairFailures) {}

  /** One change of status with the evidence for it; {@code from} is null for the first one. */
  record StatusChange(
      Instant at,
      String from,
      String to,
      String reason,
      Instant lastContact,
      long downAfterMs,
      Instant partitionClock,
      String ingestor) {}

  /**
   * One repair; what was not told of it is null.
   *
   * @param cost dollars
   */
  record Repair(
      String id,
      Instant timestamp,
      Boolean success,
      String error,
      Long tokens,
      BigDecimal cost,
      String model,
      Long durationMs) {}

  /**
   * One episode of an alert that is not over.
   *
   * @param status open, acknowledged or muted
   */
  record OpenAlert(
      String id,
      String type,
      String severity,
      String status,
      String message,
      Instant openedAt,
      Instant lastSeen) {}

  /** A group of errors this instance had a part in; the count is the whole group's. */
  record InstanceErrorGroup(
      String signature,
      String title,
      String category,
      long count,
      Instant firstSeen,
      Instant lastSeen) {}
}
