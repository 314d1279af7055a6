package dev.fleetpulse.control;

import dev.fleetpulse.service.access.KeySource;
import dev.fleetpulse.service.access.KeySource.Lookup;
import dev.fleetpulse.service.access.KnownKey;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * All keys that control tells of. Its records commute: in whatever order they come, how often each
 * comes, and whatever compaction has left out, the same key is worth the same. For a key is created
 * once and never changed, and what ends it is kept apart and only ever moves to an earlier time.
 *
 * <p>One thread applies records, any number look keys up.
 */
public final class KeyRing {
  private final Map<String, Created> created = new ConcurrentHashMap<>();
  private final Map<String, Long> revocations = new ConcurrentHashMap<>();
  private final Map<String, Long> replacements = new ConcurrentHashMap<>();

  private record Created(KnownKey key, long createdAtMs) {}

  /**
   * One key as operators see it.
   *
   * @param revokedAt when it was revoked, if it was
   * @param endsAt from when on the key that replaces it is the only one, if that was said
   */
  public record Entry(
      String id,
      KnownKey key,
      Instant createdAt,
      Optional<Instant> revokedAt,
      Optional<Instant> endsAt) {
    /** Whether it is valid at that moment. */
    public boolean isValid(Instant now) {
      return revokedAt.isEmpty() && endsAt.filter(end -> !end.isAfter(now)).isEmpty();
    }
  }

  /** Takes in what one record says. */
  void apply(ControlRecord change) {
    switch (change) {
      case ControlRecord.Created(var id, var key, var createdAtMs, var replaces) -> {
        created.putIfAbsent(id, new Created(key, createdAtMs));
        replaces.ifPresent(this::replaced);
      }
      case ControlRecord.Revoked(var id, var revokedAtMs) ->
          revocations.merge(id, revokedAtMs, Math::min);
      case ControlRecord.Categorised _,
          ControlRecord.ThresholdSet _,
          ControlRecord.ThresholdRemoved _,
          ControlRecord.WindowOpened _,
          ControlRecord.WindowRemoved _,
          ControlRecord.Other _,
          ControlRecord.Unreadable _ -> {}
    }
  }

  private void replaced(ControlRecord.Replaced replaced) {
    replaced
        .endsAtMs()
        .ifPresent(endsAtMs -> replacements.merge(replaced.id(), endsAtMs, Math::min));
  }

  /** What is known of a key at that moment. */
  Lookup find(String id, Instant now) {
    var known = created.get(id);
    if (known == null) {
      return new KeySource.Unknown();
    }
    var end = replacements.get(id);
    return revocations.containsKey(id) || (end != null && end <= now.toEpochMilli())
        ? new KeySource.Ended(known.key)
        : new KeySource.Found(known.key);
  }

  /** One key, valid or not. */
  public Optional<Entry> entry(String id) {
    return Optional.ofNullable(created.get(id)).map(known -> entry(id, known));
  }

  /** All keys, valid or not, in no order. */
  public Stream<Entry> entries() {
    return created.entrySet().stream().map(each -> entry(each.getKey(), each.getValue()));
  }

  /** How many keys there are, valid or not. */
  int size() {
    return created.size();
  }

  private Entry entry(String id, Created known) {
    return new Entry(
        id,
        known.key,
        Instant.ofEpochMilli(known.createdAtMs),
        Optional.ofNullable(revocations.get(id)).map(Instant::ofEpochMilli),
        Optional.ofNullable(replacements.get(id)).map(Instant::ofEpochMilli));
  }
}
