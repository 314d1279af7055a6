package dev.fleetpulse.query.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * One episode of an alert.
 *
 * @param id of the episode
 * @param key what it is about; the same in all its episodes
 * @param status open, acknowledged, muted or resolved
 * @param count how often its cause was told
 * @param flapping whether it stays open until it has been quiet
 * @param resolution cleared, quiet, manual or joined; null while it is not resolved
 * @param mutedUntil end of the maintenance window that mutes it, or muted it last; null for none
 * @param evidence how it is known, by name
 * @param memberCount instances that it is about, where these are many
 */
record AlertAnswer(
    String id,
    String key,
    String type,
    String severity,
    String status,
    String message,
    String app,
    String instanceId,
    String signature,
    Instant openedAt,
    Instant lastSeen,
    long count,
    boolean flapping,
    Instant acknowledgedAt,
    String acknowledgedBy,
    Instant resolvedAt,
    String resolvedBy,
    String resolution,
    Instant mutedUntil,
    JsonNode evidence,
    long memberCount) {

  /**
   * What a list holds.
   *
   * @param total of the tenant that fit, on all pages
   */
  record All(List<AlertAnswer> alerts, long total, int limit, int offset) {}

  /**
   * One with all that is known.
   *
   * @param members ids of the instances that it is about, where these are many
   * @param decisions about the alert, the latest first
   */
  record Detail(AlertAnswer alert, JsonNode members, List<Decided> decisions) {}

  /** What somebody decided about it. */
  record Decided(Instant at, String action, String by) {}

  /** That a decision has been taken down; it shows in the alert a moment later. */
  record Accepted(String id, String action, String by) {}
}
