package dev.fleetpulse.service.access;

/** What a presented key is worth. */
public sealed interface AccessDecision {
  /**
   * The key is valid and allows what was asked.
   *
   * @param tenant whose data the request may touch
   */
  record Granted(String keyId, String tenant) implements AccessDecision {}

  /**
   * No key, or none that we know: HTTP 401.
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
}
