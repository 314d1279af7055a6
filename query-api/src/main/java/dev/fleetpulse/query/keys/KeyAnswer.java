package dev.fleetpulse.query.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One key, without anything that would let somebody use it.
 *
 * @param app the only one it may send for; at most one of app and instanceId is there
 * @param state {@code valid}, {@code revoked}, or {@code ended} where its time is over
 * @param endsAt when its time is over, as far as that is settled
 * @param replaces the key that it took over from
 * @param lastUsedAt the minute, as far as it is known by now
 */
record KeyAnswer(
    String id,
    String name,
    List<String> scopes,
    @JsonInclude(Include.NON_NULL) String app,
    @JsonInclude(Include.NON_NULL) String instanceId,
    String state,
    Instant createdAt,
    String createdBy,
    @JsonInclude(Include.NON_NULL) String replaces,
    Instant endsAt,
    Instant revokedAt,
    Instant lastUsedAt) {
  /** One page of a tenant's keys, the latest first. */
  record All(List<KeyAnswer> keys, int total, Page page) {}

  /**
   * A key that was just made.
   *
   * @param key the key itself, which nobody can tell again
   */
  record Made(@JsonUnwrapped KeyAnswer answer, String key) {}

  static KeyAnswer of(KeyRing.Entry entry, Optional<Instant> lastUse, Instant now) {
    var binding = entry.key().binding();
    return new KeyAnswer(
        entry.id(),
        entry.label().name().orElse(null),
        entry.key().scopes().stream().sorted().map(Scope::text).toList(),
        binding instanceof Binding.App(var app) ? app : null,
        binding instanceof Binding.Instance(var instanceId) ? instanceId : null,
        state(entry, now),
        entry.createdAt(),
        entry.label().createdBy(),
        entry.replaces().orElse(null),
        entry.endsAt().orElse(null),
        entry.revokedAt().orElse(null),
        lastUse.orElse(null));
  }

  static String state(KeyRing.Entry entry, Instant now) {
    if (entry.revokedAt().isPresent()) {
      return "revoked";
    }
    return entry.isValid(now) ? "valid" : "ended";
  }
}
