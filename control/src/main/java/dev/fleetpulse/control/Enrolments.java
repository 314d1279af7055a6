package dev.fleetpulse.control;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All instances that were registered. The latest record of an instance holds, in the order of the
 * control topic. One thread applies records, any number ask.
 */
public final class Enrolments {
  private final Map<String, Map<String, Enrolment>> byTenant = new ConcurrentHashMap<>();

  /** Takes in what one record says. */
  void apply(ControlRecord change) {
    if (change instanceof ControlRecord.Enrolled(var enrolment)) {
      byTenant
          .computeIfAbsent(enrolment.tenant(), _ -> new ConcurrentHashMap<>())
          .put(enrolment.instanceId(), enrolment);
    }
  }

  /** One instance of a tenant, if it was registered. */
  public Optional<Enrolment> find(String tenant, String instanceId) {
    return Optional.ofNullable(byTenant.getOrDefault(tenant, Map.of()).get(instanceId));
  }

  /** All instances of a tenant, in no order. */
  public Stream<Enrolment> of(String tenant) {
    return byTenant.getOrDefault(tenant, Map.of()).values().stream();
  }

  /** How many instances a tenant has registered. */
  public int count(String tenant) {
    return byTenant.getOrDefault(tenant, Map.of()).size();
  }
}
