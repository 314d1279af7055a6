package dev.fleetpulse.service.access;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys this process knows, and what each allows. Only hashes of secrets are kept. */
public final class AccessKeys {
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String BEARER = "bearer ";

  private final Map<String, KnownKey> known;

  private record KnownKey(String tenant, Set<Scope> scopes, SecretHash secret) {}

  private AccessKeys(Map<String, KnownKey> known) {
    this.known = Map.copyOf(known);
  }

  /**
   * Reads the setting {@code FLEETPULSE_KEYS}: {@code id:tenant:scope+scope:sha256}, several
   * divided by commas; the hash is the secret's, in hex.
   *
   * @throws IllegalArgumentException naming the entry that is not of this form
   */
  public static AccessKeys parse(String setting) {
    var known = new HashMap<String, KnownKey>();
    for (var entry : setting.split(",", -1)) {
      var parts = entry.strip().split(":", -1);
      if (parts.length != 4 || parts[0].length() != 8 || !TENANT.matcher(parts[1]).matches()) {
        throw new IllegalArgumentException(
            "FLEETPULSE_KEYS must be id:tenant:scope+scope:sha256[,…]: " + parts[0]);
      }
      var key = new KnownKey(parts[1], scopes(parts[2]), SecretHash.ofHex(parts[3]));
      if (known.put(parts[0], key) != null) {
        throw new IllegalArgumentException("FLEETPULSE_KEYS has two keys with the id " + parts[0]);
      }
    }
    return new AccessKeys(known);
  }

  /**
   * Judges a request's key.
   *
   * @param authorization the header {@code Authorization}, or null
   * @param apiKey the header {@code x-api-key}, or null
   */
  public AccessDecision decide(String authorization, String apiKey, Scope wanted) {
    var presented = presented(authorization, apiKey);
    if (presented == null) {
      return new AccessDecision.Unauthenticated(
          "A key is required: Authorization: Bearer fpk_… or x-api-key: fpk_…");
    }
    var key = ApiKey.parse(presented).orElse(null);
    if (key == null) {
      return new AccessDecision.Unauthenticated("This is not a key: fpk_<id>_<secret> is expected");
    }
    var owner = known.get(key.id());
    if (owner == null || !owner.secret.matches(key.secret())) {
      return new AccessDecision.Unauthenticated("This key is not known");
    }
    return owner.scopes.contains(wanted)
        ? new AccessDecision.Granted(key.id(), owner.tenant)
        : new AccessDecision.Forbidden(
            "This key does not have the scope " + wanted.name().toLowerCase(Locale.ROOT));
  }

  private static String presented(String authorization, String apiKey) {
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    }
    return apiKey == null ? null : apiKey.strip();
  }

  private static Set<Scope> scopes(String text) {
    var scopes = EnumSet.noneOf(Scope.class);
    for (var name : text.split("\\+", -1)) {
      scopes.add(Scope.valueOf(name.toUpperCase(Locale.ROOT)));
    }
    return scopes;
  }
}
