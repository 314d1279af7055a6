package dev.fleetpulse.control;

import dev.fleetpulse.service.access.KeySource;
import dev.fleetpulse.service.access.KeySource.Lookup;
import dev.fleetpulse.service.access.KnownKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  private final Map<String, Long> ends = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> successors = new ConcurrentHashMap<>();
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();

  private record Created(
      KnownKey key, KeyLabel label, long createdAtMs, Optional<String> replaces) {}

  /**
   * One key as operators see it.
   *
   * @param revokedAt when it was revoked, if it was
   * @param replaces the key that it was made to take over from, if any
   * @param endsAt from when on it is no longer valid, because it was made so or because the key
   *     that replaces it is the only one then
   */
  public record Entry(
      String id,
      KnownKey key,
      KeyLabel label,
      Instant createdAt,
      Optional<String> replaces,
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
      case ControlRecord.Created(var id, var key, var label, var createdAtMs, var replaces) -> {
        var made = new Created(key, label, createdAtMs, replaces.map(ControlRecord.Replaced::id));
        if (created.putIfAbsent(id, made) == null) {
          counts.merge(key.tenant(), 1, Integer::sum);
        }
        label.expiresAt().ifPresent(end -> ends.merge(id, end.toEpochMilli(), Math::min));
        replaces.ifPresent(replaced -> replaced(replaced, id));
      }
      case ControlRecord.Revoked(var id, var revokedAtMs) ->
          revocations.merge(id, revokedAtMs, Math::min);
      case ControlRecord.Categorised _,
          ControlRecord.ThresholdSet _,
          ControlRecord.ThresholdRemoved _,
          ControlRecord.WindowOpened _,
          ControlRecord.WindowRemoved _,
          ControlRecord.Enrolled _,
          ControlRecord.Other _,
          ControlRecord.Unreadable _ -> {}
    }
  }

  private void replaced(ControlRecord.Replaced replaced, String by) {
    successors.computeIfAbsent(replaced.id(), _ -> ConcurrentHashMap.newKeySet()).add(by);
    replaced.endsAtMs().ifPresent(endsAtMs -> ends.merge(replaced.id(), endsAtMs, Math::min));
  }

  /** What is known of a key at that moment. */
  Lookup find(String id, Instant now) {
    var known = created.get(id);
    if (known == null) {
      return new KeySource.Unknown();
    }
    var end = ends.get(id);
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

  /** Whether a key is valid at that moment, or one that took over from it, at whatever remove. */
  public boolean isValidOrReplaced(String id, Instant now) {
    var looked = new HashSet<String>();
    var next = new ArrayDeque<>(List.of(id));
    while (!next.isEmpty()) {
      var key = next.pop();
      if (looked.add(key)) {
        if (entry(key).filter(found -> found.isValid(now)).isPresent()) {
          return true;
        }
        next.addAll(successors.getOrDefault(key, Set.of()));
      }
    }
    return false;
  }

  /** How many keys a tenant has, valid or not. */
  public int count(String tenant) {
    return counts.getOrDefault(tenant, 0);
  }

  /** How many keys there are, valid or not. */
  int size() {
    return created.size();
  }

  private Entry entry(String id, Created known) {
    return new Entry(
        id,
        known.key,
        known.label,
        Instant.ofEpochMilli(known.createdAtMs),
        known.replaces,
        Optional.ofNullable(revocations.get(id)).map(Instant::ofEpochMilli),
        Optional.ofNullable(ends.get(id)).map(Instant::ofEpochMilli));
  }
}
