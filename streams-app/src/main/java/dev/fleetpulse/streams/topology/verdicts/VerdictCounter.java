package dev.fleetpulse.streams.topology.verdicts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts verdicts for the processor that gives them, in the store of its task. */
public final class VerdictCounter {
  /** Figures that are remembered beside the store; beyond, they are read from it again. */
  private static final int REMEMBERED_MAX = 10_000;

  private final KeyValueStore<TenantHour, Tally> store;
  private final LedgerPeriod period;
  private final Map<TenantHour, Tally> remembered = new HashMap<>();
  private final Set<String> tenants = new HashSet<>();

  VerdictCounter(KeyValueStore<TenantHour, Tally> store, LedgerPeriod period) {
    this.store = store;
    this.period = period;
  }

  /**
   * Counts one; to be called last, when nothing can fail any more.
   *
   * @param tenant by the record's key, null where it has none
   * @param appendMs when the log took the record, epoch milliseconds
   */
  public void count(String tenant, long appendMs, Verdict verdict) {
    var key = new TenantHour(period.startOf(appendMs), inTheBooks(tenant));
    var before = remembered.get(key);
    if (before == null) {
      before = Objects.requireNonNullElse(store.get(key), Tally.NONE);
      if (remembered.size() >= REMEMBERED_MAX) {
        remembered.clear();
      }
    }
    var after = before.with(verdict);
    remembered.put(key, after);
    // Goes no further than the store's cache until the next commit, and back with it if that fails.
    store.put(key, after);
  }

  /** What is a tenant's name is found out once, not with each record. */
  private String inTheBooks(String tenant) {
    if (tenants.contains(tenant)) {
      return tenant;
    }
    var name = LedgerTenant.of(tenant);
    if (name.equals(tenant)) {
      if (tenants.size() >= REMEMBERED_MAX) {
        tenants.clear();
      }
      tenants.add(tenant);
    }
    return name;
  }
}
