package dev.fleetpulse.streams.topology.verdicts;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Whose records they are, by the key alone: the same for who decides on a record and for who only
 * counts it. Keys of bytes that nobody of ours wrote must not make tenants.
 */
public final class LedgerTenant {
  /** Of records whose key names none. */
  public static final String NOBODY = "-";

  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

  private LedgerTenant() {}

  /** The tenant as a key names it; null where there is no key. */
  public static String of(String tenant) {
    return tenant != null && TENANT.matcher(tenant).matches() ? tenant : NOBODY;
  }

  /** The tenant of a key's bytes; null where there is no key. */
  public static String ofKey(byte[] key) {
    if (key == null) {
      return NOBODY;
    }
    for (var index = 0; index < key.length; index++) {
      if (key[index] == '/') {
        return of(new String(key, 0, index, StandardCharsets.UTF_8));
      }
    }
    return NOBODY;
  }
}
