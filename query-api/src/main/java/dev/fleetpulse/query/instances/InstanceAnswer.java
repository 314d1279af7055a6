package dev.fleetpulse.query.instances;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.fleetpulse.control.Enrolment;
import dev.fleetpulse.query.request.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One registered instance.
 *
 * @param keyId the key it was given
 * @param keyValid whether it can still send with that key, or with one that took over from it
 */
record InstanceAnswer(
    String instanceId,
    String name,
    String app,
    String hostname,
    String role,
    String environment,
    Map<String, String> tags,
    String keyId,
    boolean keyValid,
    Instant enrolledAt,
    String enrolledBy) {
  /** One page of a tenant's instances, by id. */
  record All(List<InstanceAnswer> instances, int total, Page page) {}

  /**
   * An instance that was just registered.
   *
   * @param key what it sends with, which nobody can tell again
   */
  record Made(@JsonUnwrapped InstanceAnswer answer, String key) {}

  static InstanceAnswer of(Enrolment enrolment, boolean keyValid) {
    return new InstanceAnswer(
        enrolment.instanceId(),
        enrolment.name().orElse(null),
        enrolment.app().orElse(null),
        enrolment.hostname().orElse(null),
        enrolment.role().orElse(null),
        enrolment.environment().orElse(null),
        enrolment.tags(),
        enrolment.keyId(),
        keyValid,
        enrolment.enrolledAt(),
        enrolment.enrolledBy());
  }
}
