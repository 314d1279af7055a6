package dev.fleetpulse.streams.topology.verdicts;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/** Counts verdicts for the processor that gives them, in the store of its task. */
public final class VerdictCounter {
  /** Names that are known to be right; beyond, they are looked at again. */
  private static final int KNOWN_MAX = 10_000;

  private final KeyValueStore<TenantHour, Tally> store;
  private final LedgerPeriod period;
  private final Set<String> known = new HashSet<>();

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
    store.put(key, Objects.requireNonNullElse(store.get(key), Tally.NONE).with(verdict));
  }

  /** What is a tenant's name is found out once, not with each record. */
  private String inTheBooks(String tenant) {
    if (known.contains(tenant)) {
      return tenant;
    }
    var name = LedgerTenant.of(tenant);
    if (name.equals(tenant)) {
      if (known.size() >= KNOWN_MAX) {
        known.clear();
      }
      known.add(tenant);
    }
    return name;
  }
}
