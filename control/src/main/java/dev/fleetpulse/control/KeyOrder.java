package dev.fleetpulse.control;

import dev.fleetpulse.schemas.KeyCreated;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.ApiKey;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key somebody wants.
 *
 * @param binding other than a tenant's only for a key that may do nothing but send
 * @param name what or whom it is for
 * @param expiresAt from when on it is to be no longer valid
 */
public record KeyOrder(
    String tenant,
    Set<Scope> scopes,
    Binding binding,
    Optional<String> name,
    Optional<Instant> expiresAt) {
  private static final int NAME_CHARS_MAX = 128;

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException saying what there can't be
   */
  public KeyOrder {
    scopes = Set.copyOf(scopes);
    if (!AccessKeys.TENANT.matcher(tenant).matches()) {
      throw new IllegalArgumentException(
          "A tenant is 1 to 63 small letters, digits and dashes, no dash in front: " + tenant);
    }
    if (scopes.isEmpty()) {
      throw new IllegalArgumentException("A key needs at least one scope");
    }
    switch (binding) {
      case Binding.Tenant() -> {}
      case Binding.App(var app) -> checkBound("app", app, scopes);
      case Binding.Instance(var instanceId) -> checkBound("instance", instanceId, scopes);
    }
  }

  /** One without a name that ends when it is revoked. */
  public KeyOrder(String tenant, Set<Scope> scopes, Binding binding) {
    this(tenant, scopes, binding, Optional.empty(), Optional.empty());
  }

  /** The same rights and the same name as a key that is there. */
  static KeyOrder like(KeyRing.Entry old) {
    var key = old.key();
    return new KeyOrder(
        key.tenant(), key.scopes(), key.binding(), old.label().name(), old.label().expiresAt());
  }

  /** What becomes known of the key that fills the order. */
  KeyCreated filledBy(ApiKey key, Instant now, String by, Optional<ReplacedKey> replaced) {
    var created = new KeyCreated();
    created.setTenant(tenant);
    created.setScopes(scopes.stream().map(Scope::text).sorted().toList());
    created.setSecretSha256(ByteBuffer.wrap(key.secret().bytes()));
    switch (binding) {
      case Binding.Tenant() -> {}
      case Binding.App(var app) -> created.setApp(app);
      case Binding.Instance(var instanceId) -> created.setInstanceId(instanceId);
    }
    created.setCreatedAtMs(now.toEpochMilli());
    created.setCreatedBy(by);
    created.setReplaces(replaced.orElse(null));
    created.setName(name.orElse(null));
    created.setExpiresAtMs(expiresAt.map(Instant::toEpochMilli).orElse(null));
    return created;
  }

  private static void checkBound(String what, String name, Set<Scope> scopes) {
    if (!scopes.equals(Set.of(Scope.INGEST))) {
      throw new IllegalArgumentException(
          "A key that is bound to an " + what + " can have the scope ingest only");
    }
    if (name.isEmpty()
        || name.length() > NAME_CHARS_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "An %s has a name of 1 to %d characters without control characters: %s"
              .formatted(what, NAME_CHARS_MAX, name));
    }
  }
}
