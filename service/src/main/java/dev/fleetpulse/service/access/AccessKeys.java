package dev.fleetpulse.service.access;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Judges keys: those of the setting {@code FLEETPULSE_KEYS}, which hold as long as the process
 * runs, and those of a source, where there is one. Only hashes of secrets are kept.
 */
public final class AccessKeys {
  /** What a tenant's name looks like. */
  public static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private static final String BEARER = "bearer ";
  private static final AccessDecision UNKNOWN =
      new AccessDecision.Unauthenticated("This key is not known");

  private final Map<String, KnownKey> fixed;
  private final KeySource source;

  private AccessKeys(Map<String, KnownKey> fixed, KeySource source) {
    this.fixed = Map.copyOf(fixed);
    this.source = source;
  }

  /** No key of its own. */
  public static AccessKeys none() {
    return new AccessKeys(Map.of(), KeySource.NONE);
  }

  /**
   * Reads the setting {@code FLEETPULSE_KEYS}: {@code id:tenant:scope+scope:sha256}, several
   * divided by commas; the hash is the secret's, in hex.
   *
   * @throws IllegalArgumentException naming the entry that is not of this form
   */
  public static AccessKeys parse(String setting) {
    var fixed = new HashMap<String, KnownKey>();
    for (var entry : setting.split(",", -1)) {
      var parts = entry.strip().split(":", -1);
      if (parts.length != 4 || !ApiKey.isId(parts[0]) || !TENANT.matcher(parts[1]).matches()) {
        throw new IllegalArgumentException(
            "FLEETPULSE_KEYS must be id:tenant:scope+scope:sha256[,…]: " + parts[0]);
      }
      var key =
          new KnownKey(
              parts[1], scopes(parts[2]), SecretHash.ofHex(parts[3]), new Binding.Tenant());
      if (fixed.put(parts[0], key) != null) {
        throw new IllegalArgumentException("FLEETPULSE_KEYS has two keys with the id " + parts[0]);
      }
    }
    return new AccessKeys(fixed, KeySource.NONE);
  }

  /** The same, asking the given source for every key it does not have itself. */
  public AccessKeys backedBy(KeySource asked) {
    return new AccessKeys(fixed, asked);
  }

  /**
   * Judges a request's key. What is no key at all is refused at once; only a key of the right form
   * is worth asking the source for, which may take a moment.
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
    var known = fixed.get(key.id());
    return known == null ? ask(key, wanted) : judge(key, known, wanted);
  }

  /**
   * Judges again by a key whose secret was judged before: whether it still holds. For whatever
   * lasts longer than a request.
   */
  public AccessDecision decideAgain(String keyId, Scope wanted) {
    var known = fixed.get(keyId);
    if (known != null) {
      return granted(keyId, known, wanted);
    }
    return switch (source.find(new ApiKey(keyId, SecretHash.of("")))) {
      case KeySource.Found(var found) -> granted(keyId, found, wanted);
      case KeySource.Ended _ -> new AccessDecision.Unauthenticated("This key is no longer valid");
      case KeySource.Unknown() -> UNKNOWN;
      case KeySource.Unavailable(var reason) -> new AccessDecision.Unavailable(reason);
    };
  }

  private AccessDecision ask(ApiKey key, Scope wanted) {
    return switch (source.find(key)) {
      case KeySource.Found(var known) -> {
        var decision = judge(key, known, wanted);
        if (decision instanceof AccessDecision.Granted) {
          source.used(key.id());
        }
        yield decision;
      }
      case KeySource.Ended(var known) ->
          known.secret().matches(key.secret())
              ? new AccessDecision.Unauthenticated("This key is no longer valid")
              : UNKNOWN;
      case KeySource.Unknown() -> UNKNOWN;
      case KeySource.Unavailable(var reason) -> new AccessDecision.Unavailable(reason);
    };
  }

  private static AccessDecision judge(ApiKey key, KnownKey known, Scope wanted) {
    if (!known.secret().matches(key.secret())) {
      return UNKNOWN;
    }
    return granted(key.id(), known, wanted);
  }

  private static AccessDecision granted(String keyId, KnownKey known, Scope wanted) {
    return known.scopes().contains(wanted)
        ? new AccessDecision.Granted(keyId, known.tenant(), known.binding())
        : new AccessDecision.Forbidden("This key does not have the scope " + wanted.text());
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
