package dev.fleetpulse.control;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rules for categories that tenants have set. The latest of a tenant holds, in the order of the
 * control topic.
 *
 * <p>One thread applies records, any number ask.
 */
public final class CategoryBook {
  private final Map<String, OwnCategories> byTenant = new ConcurrentHashMap<>();

  /** What a tenant has set, if anything. */
  public Optional<OwnCategories> of(String tenant) {
    return Optional.ofNullable(byTenant.get(tenant));
  }

  void apply(ControlRecord change) {
    if (change instanceof ControlRecord.Categorised(var tenant, var rules)) {
      rules.ifPresentOrElse(set -> byTenant.put(tenant, set), () -> byTenant.remove(tenant));
    }
  }
}
