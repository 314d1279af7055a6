package dev.fleetpulse.query.live;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the log says of tickets. All processes read the same records in the same order, so all agree
 * who came first with a ticket, and by the broker's clock whether that was in time.
 */
final class TicketBook {
  static final Duration VALID = Duration.ofSeconds(30);

  private static final String ISSUED = "issued";
  private static final String CLAIMED = "claimed";

  private final SequencedMap<String, Entry> entries = new LinkedHashMap<>();

  /** Whose ticket it is: the key that asked for it. */
  record Holder(String tenant, String keyId) {}

  private record Entry(Holder holder, long issuedMs, boolean claimed) {}

  /** What came of a claim. */
  sealed interface Claimed {
    /** It was the first, and in time. */
    record First(Holder holder) implements Claimed {}

    /** There is no such ticket, it was used before, or it is too late. */
    record Refused() implements Claimed {}
  }

  static String issued(Holder holder) {
    return ISSUED + "/" + holder.tenant() + "/" + holder.keyId();
  }

  /**
   * A claim.
   *
   * @param claim made up by whoever claims, to know its own again
   */
  static String claimed(String claim) {
    return CLAIMED + "/" + claim;
  }

  /** The claim that a record makes, if it makes one. */
  static Optional<String> claimOf(String value) {
    var parts = value.split("/", 2);
    return parts.length == 2 && parts[0].equals(CLAIMED) ? Optional.of(parts[1]) : Optional.empty();
  }

  /**
   * Takes a record.
   *
   * @param hash of the ticket
   * @param appendMs the broker's clock, epoch milliseconds
   * @return what came of it where it is a claim
   */
  synchronized Optional<Claimed> apply(String hash, String value, long appendMs) {
    forget(appendMs);
    if (claimOf(value).isPresent()) {
      return Optional.of(claim(hash, appendMs));
    }
    var parts = value.split("/", 3);
    if (parts.length == 3 && parts[0].equals(ISSUED)) {
      entries.putIfAbsent(hash, new Entry(new Holder(parts[1], parts[2]), appendMs, false));
    }
    return Optional.empty();
  }

  /** Whether there is such a ticket, used or not. */
  synchronized boolean has(String hash) {
    return entries.containsKey(hash);
  }

  synchronized int size() {
    return entries.size();
  }

  private Claimed claim(String hash, long appendMs) {
    var entry = entries.get(hash);
    if (entry == null || entry.claimed || appendMs - entry.issuedMs > VALID.toMillis()) {
      return new Claimed.Refused();
    }
    entries.put(hash, new Entry(entry.holder, entry.issuedMs, true));
    return new Claimed.First(entry.holder);
  }

  /** What is out of date can't be claimed any more, whether it is known or not. */
  private void forget(long nowMs) {
    Map.Entry<String, Entry> oldest = entries.firstEntry();
    while (oldest != null && nowMs - oldest.getValue().issuedMs > VALID.toMillis()) {
      entries.pollFirstEntry();
      oldest = entries.firstEntry();
    }
  }
}
