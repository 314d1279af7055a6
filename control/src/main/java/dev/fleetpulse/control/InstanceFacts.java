package dev.fleetpulse.control;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody says of an instance to register it.
 *
 * @param name for people
 * @param role what it does within its app
 */
public record InstanceFacts(
    String tenant,
    String instanceId,
    Optional<String> name,
    Optional<String> app,
    Optional<String> hostname,
    Optional<String> role,
    Optional<String> environment,
    Map<String, String> tags) {
  public InstanceFacts {
    tags = Map.copyOf(tags);
  }

  Enrolment enrolled(String keyId, Instant at, String by) {
    return new Enrolment(
        tenant, instanceId, name, app, hostname, role, environment, tags, keyId, at, by);
  }
}
