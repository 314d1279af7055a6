package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every instance of every tenant as it stands, out of the log: each process has all of it. One
 * thread reads the log into it, any number ask. A question is about one tenant and never comes past
 * another's instances.
 */
public final class Fleet {
  private final String incarnation = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final Map<String, TenantFleet> tenants = new ConcurrentHashMap<>();
  private final PlatformClocks clocks = new PlatformClocks();
  private final Words words = new Words();
  private volatile Optional<String> trouble;

  private Fleet(String trouble) {
    this.trouble = Optional.of(trouble);
  }

  /** Of nobody yet; can be asked once the log was read, see {@link #loaded}. */
  public static Fleet awaitingLog(MeterRegistry meters) {
    var fleet = new Fleet("The fleet is not read from the log yet");
    Gauge.builder("fleetpulse.fleet.instances", fleet, Fleet::size)
        .description("Instances in memory")
        .register(meters);
    return fleet;
  }

  /** Of nobody ever: this process knows no broker. */
  public static Fleet withoutLog() {
    return new Fleet("This process has no broker, and so no fleet");
  }

  /** Everything is in that was in the log when this process began. */
  public void loaded() {
    trouble = Optional.empty();
  }

  /** Why nothing can be asked yet, in words for the client; nothing where it can. */
  public Optional<String> trouble() {
    return trouble;
  }

  /**
   * Takes in a state.
   *
   * @return what was known before; the same as now where this state is older than that
   */
  public Optional<Instance> apply(InstanceKey key, InstanceState state) {
    return tenants
        .computeIfAbsent(key.tenant(), _ -> new TenantFleet())
        .apply(key.instanceId(), state, words);
  }

  /** The instance is no more; answers with what was known of it. */
  public Optional<Instance> forget(InstanceKey key) {
    return of(key.tenant()).flatMap(tenant -> tenant.forget(key.instanceId()));
  }

  /** Takes in what a tenant's instances cost in the last 24 hours, nano-dollars by their ids. */
  void applyCosts(String tenant, Map<String, Long> nanosById) {
    of(tenant).ifPresent(fleet -> fleet.applyCosts(nanosById));
  }

  /** Of whom there is something. */
  Set<String> tenants() {
    return Set.copyOf(tenants.keySet());
  }

  /** What is known of an instance. */
  public Optional<Instance> find(String tenant, String id) {
    return of(tenant).flatMap(fleet -> fleet.find(id));
  }

  /** The part of a tenant's fleet that is asked for, as it can be told now. */
  public FleetPage page(String tenant, FleetQuery query, Instant now) {
    var sight = clocks.at(now);
    return of(tenant)
        .map(fleet -> fleet.page(query, sight))
        .orElseGet(() -> new FleetPage(List.of(), 0, Optional.empty(), sight));
  }

  /** As long as this text is the same, so is every answer about the tenant's fleet. */
  public String version(String tenant, Instant now) {
    return "%s-%x-%x"
        .formatted(
            incarnation,
            of(tenant).map(TenantFleet::revision).orElse(0L),
            clocks.at(now).fingerprint());
  }

  /** How far the log's time has come. */
  public PlatformClocks clocks() {
    return clocks;
  }

  /** How many instances there are, of all tenants. */
  public long size() {
    return tenants.values().stream().mapToLong(TenantFleet::size).sum();
  }

  private Optional<TenantFleet> of(String tenant) {
    return Optional.ofNullable(tenants.get(tenant));
  }
}
