package dev.fleetpulse.control;

import dev.fleetpulse.schemas.KeyCreated;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.ApiKey;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KnownKey;
import dev.fleetpulse.service.access.Scope;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key somebody wants.
 *
 * @param binding other than a tenant's only for a key that may do nothing but send
 */
public record KeyOrder(String tenant, Set<Scope> scopes, Binding binding) {
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

  /** The same rights as a key that is there. */
  static KeyOrder like(KnownKey key) {
    return new KeyOrder(key.tenant(), key.scopes(), key.binding());
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
