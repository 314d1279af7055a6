package dev.fleetpulse.service.access;

import java.util.Set;

/**
 * What is kept of a key.
 *
 * @param secret the hash; the secret itself is never kept
 */
public record KnownKey(String tenant, Set<Scope> scopes, SecretHash secret, Binding binding) {
  public KnownKey {
    scopes = Set.copyOf(scopes);
  }
}
