package dev.fleetpulse.service.access;

/** What a presented key is worth. */
public sealed interface AccessDecision {
  /**
   * The key is valid and allows what was asked.
   *
   * @param tenant whose data the request may touch
   * @param binding for whom within the tenant it may send
   */
  record Granted(String keyId, String tenant, Binding binding) implements AccessDecision {}

  /**
   * No key, or none that is valid: HTTP 401.
   *
   * @param reason for the client, without the key
   */
  record Unauthenticated(String reason) implements AccessDecision {}

  /**
   * A valid key that does not allow this: HTTP 403.
   *
   * @param reason for the client, without the key
   */
  record Forbidden(String reason) implements AccessDecision {}

  /**
   * Whether the key is valid can't be told now: HTTP 503.
   *
   * @param reason for the client, without the key
   */
  record Unavailable(String reason) implements AccessDecision {}
}
