package dev.fleetpulse.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was said of an instance when it was registered.
 *
 * @param name for people
 * @param role what it does within its app
 * @param keyId the key it was given
 * @param enrolledBy who registered it, for people
 */
public record Enrolment(
    String tenant,
    String instanceId,
    Optional<String> name,
    Optional<String> app,
    Optional<String> hostname,
    Optional<String> role,
    Optional<String> environment,
    Map<String, String> tags,
    String keyId,
    Instant enrolledAt,
    String enrolledBy) {
  public Enrolment {
    tags = Map.copyOf(tags);
  }
}
