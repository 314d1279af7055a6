package dev.fleetpulse.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.KeyRevoked;
import dev.fleetpulse.schemas.ReplacedKey;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.ApiKey;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.KeySource;
import dev.fleetpulse.service.access.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Control's records commute, from their bytes to the decision. */
class KeyRingPropertyTest {
  private static final int KEYS = 5;
  private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");

  private final Topics topics = Topics.with(new InMemorySchemas());
  private final ControlCodec codec = new ControlCodec(topics, new InMemorySchemas());
  private final List<Fact> facts = new ArrayList<>();

  /** A record that may be in the log, and what the oracle makes of it. */
  private record Fact(
      String key, Supplier<byte[]> value, int created, int revoked, int replaced, long endsAtMs) {}

  KeyRingPropertyTest() {
    for (var key = 0; key < KEYS; key++) {
      // Every key but the first replaces the one before it: some at a time, some without one.
      var replaced = key == 0 ? -1 : key - 1;
      var ends = key % 2 == 0 ? Long.MAX_VALUE : START.plusSeconds(key).toEpochMilli();
      facts.add(
          new Fact(Topics.KEY + id(key), created(key, replaced, ends), key, -1, replaced, ends));
      for (var when : List.of(1L, 2L)) {
        facts.add(
            new Fact(
                Topics.REVOCATION + id(key),
                always(codec.write(new KeyRevoked(when, "test"))),
                -1,
                key,
                -1,
                Long.MAX_VALUE));
      }
      facts.add(
          new Fact(
              Topics.REVOCATION + id(key), always(new byte[] {9}), -1, key, -1, Long.MAX_VALUE));
    }
    facts.add(new Fact("tenant/acme", always(new byte[] {1, 2, 3}), -1, -1, -1, Long.MAX_VALUE));
  }

  /**
   * The log is any choice of records in any order, as often as they like; compaction then takes out
   * any of those whose key comes again.
   */
  @Property(tries = 2000)
  void anyOrderDuplicationAndCompactionGivesTheSameDecisions(
      @ForAll @Size(max = 40) List<@IntRange(max = 4 * KEYS) Integer> log,
      @ForAll @Size(40) List<Boolean> compacted,
      @ForAll @IntRange(max = KEYS) int seconds) {
    var ring = new KeyRing();
    for (var at = 0; at < log.size(); at++) {
      var fact = facts.get(log.get(at));
      if (compacted.get(at) && comesAgain(log, at)) {
        continue;
      }
      ring.apply(codec.read(fact.key, fact.value.get(), 3));
    }

    var now = START.plusSeconds(seconds);
    var said = new HashSet<>(log);
    for (var key = 0; key < KEYS; key++) {
      assertThat(verdict(ring.find(id(key), now))).as(id(key)).isEqualTo(oracle(said, key, now));
    }
  }

  private boolean comesAgain(List<Integer> log, int at) {
    var key = facts.get(log.get(at)).key;
    return log.stream().skip(at + 1L).anyMatch(later -> facts.get(later).key.equals(key));
  }

  private String oracle(Set<Integer> said, int key, Instant now) {
    var what = said.stream().map(facts::get).toList();
    if (what.stream().noneMatch(fact -> fact.created == key)) {
      return "unknown";
    }
    var ended =
        what.stream()
            .anyMatch(
                fact ->
                    fact.revoked == key
                        || (fact.replaced == key && fact.endsAtMs <= now.toEpochMilli()));
    return (ended ? "ended" : "found") + " tenant-" + key;
  }

  private static String verdict(KeySource.Lookup lookup) {
    return switch (lookup) {
      case KeySource.Found(var key) -> "found " + key.tenant();
      case KeySource.Ended(var key) -> "ended " + key.tenant();
      case KeySource.Unknown() -> "unknown";
      case KeySource.Unavailable(var reason) -> reason;
    };
  }

  private Supplier<byte[]> created(int key, int replaced, long endsAtMs) {
    var order = new KeyOrder("tenant-" + key, Set.of(Scope.INGEST), new Binding.Tenant());
    var made = ApiKey.parse("fpk_" + id(key) + "_" + "s".repeat(32)).orElseThrow();
    return always(
        codec.write(
            order.filledBy(
                made,
                START,
                "test",
                replaced < 0
                    ? Optional.empty()
                    : Optional.of(
                        new ReplacedKey(
                            id(replaced), endsAtMs == Long.MAX_VALUE ? null : endsAtMs)))));
  }

  private static Supplier<byte[]> always(byte[] bytes) {
    return () -> bytes;
  }

  private static String id(int key) {
    return "key0000" + key;
  }
}
