package dev.fleetpulse.ingest.refusals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.ingest.refusals.RefusalLedger.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Refusals against plain maps: whatever happens, what the log has at the end adds up. */
class RefusalLedgerTest {
  private static final Instant TEN = Instant.parse("2026-04-01T10:00:00Z");
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  private Instant now = TEN;

  /** Something that happens to a ledger and its log. */
  private sealed interface Step {
    record Count(String tenant, String reason) implements Step {}

    record Pass(Duration time) implements Step {}

    /** What has grown is written, and the first so many figures are acknowledged. */
    record Tell(int acknowledged) implements Step {}
  }

  private record Key(String tenant, long hourMs, String reason) {}

  @Test
  void tellsAbsoluteFiguresAndOnlyThoseThatHaveGrown() {
    var ledger = ledger(100, 100);
    ledger.count("acme", "too-large");
    ledger.count("acme", "too-large");
    ledger.count("-", "unauthenticated");
    var first = ledger.untold();
    assertThat(first)
        .containsExactlyInAnyOrder(
            new Refused("acme", TEN.toEpochMilli(), "too-large", 2),
            new Refused("-", TEN.toEpochMilli(), "unauthenticated", 1));

    first.forEach(ledger::told);
    assertThat(ledger.untold()).isEmpty();
    ledger.count("acme", "too-large");

    assertThat(ledger.untold())
        .containsExactly(new Refused("acme", TEN.toEpochMilli(), "too-large", 3));
  }

  @Test
  void tellsAgainWhatWasNotAcknowledged() {
    var ledger = ledger(100, 100);
    ledger.count("acme", "invalid");

    assertThat(ledger.untold()).isEqualTo(ledger.untold()).hasSize(1);
  }

  @Test
  void keepsWhatWasCountedWhileItWasTold() {
    var ledger = ledger(100, 100);
    ledger.count("acme", "invalid");
    var told = ledger.untold();
    ledger.count("acme", "invalid");
    told.forEach(ledger::told);

    assertThat(ledger.untold())
        .containsExactly(new Refused("acme", TEN.toEpochMilli(), "invalid", 2));
  }

  @Test
  void forgetsAnHourOnceItIsOverAndTold() {
    var ledger = ledger(100, 100);
    ledger.count("acme", "invalid");
    now = TEN.plus(Duration.ofHours(2));
    ledger.count("acme", "invalid");
    assertThat(ledger.untold()).hasSize(2).allSatisfy(ledger::told);

    assertThat(ledger.untold()).isEmpty();

    assertThat(ledger.size()).isEqualTo(1);
  }

  @Test
  void neverBeginsAForgottenHourAtZero() {
    var ledger = ledger(100, 100);
    ledger.count("acme", "invalid");
    ledger.untold().forEach(ledger::told);
    now = TEN.plus(Duration.ofHours(1));
    assertThat(ledger.untold()).isEmpty();
    now = TEN.plus(Duration.ofMinutes(59));
    ledger.count("acme", "invalid");

    assertThat(ledger.untold())
        .containsExactly(new Refused("acme", TEN.toEpochMilli() + HOUR_MS, "invalid", 1));
  }

  @Test
  void countsTenantsTogetherWhereThereIsNoRoom() {
    var ledger = ledger(2, 100);
    for (var tenant : List.of("a", "b", "c", "d", "a")) {
      ledger.count(tenant, "invalid");
    }

    assertThat(ledger.untold())
        .extracting(Refused::tenant, Refused::count)
        .containsExactlyInAnyOrder(tuple("a", 2L), tuple("b", 1L), tuple(RefusalLedger.OTHERS, 2L));
  }

  @Test
  void givesUpTheOldestOfTooManyHours() {
    var ledger = ledger(100, 3);
    for (var hour = 0; hour < 5; hour++) {
      now = TEN.plus(Duration.ofHours(hour));
      ledger.count("acme", "unavailable");
    }

    assertThat(ledger.untold())
        .extracting(refused -> (refused.hourMs() - TEN.toEpochMilli()) / HOUR_MS)
        .containsExactly(2L, 3L, 4L);
    assertThat(ledger.size()).isEqualTo(3);
  }

  @Property
  void whatTheLogHasAtTheEndIsWhatWasRefused(@ForAll("forward") List<Step> steps) {
    now = TEN;
    var oracle = new HashMap<Key, Long>();

    var log = play(ledger(1_000_000, 1_000_000), steps, oracle);

    assertThat(log).isEqualTo(oracle);
  }

  @Property
  void noRefusalIsLostWhereverTheClockGoes(@ForAll("anywhere") List<Step> steps) {
    now = TEN;
    var oracle = new HashMap<Key, Long>();

    var log = play(ledger(1_000_000, 1_000_000), steps, oracle);

    assertThat(withoutHours(log)).isEqualTo(withoutHours(oracle));
  }

  @Property
  void noRefusalIsLostWhereThereIsNoRoom(@ForAll("forward") List<Step> steps) {
    now = TEN;
    var oracle = new HashMap<Key, Long>();

    var log = play(ledger(2, 1_000_000), steps, oracle);

    assertThat(sum(log)).isEqualTo(sum(oracle));
  }

  @Provide
  Arbitrary<List<Step>> forward() {
    return steps(0);
  }

  @Provide
  Arbitrary<List<Step>> anywhere() {
    return steps(-150);
  }

  private static Arbitrary<List<Step>> steps(int minutesMin) {
    Arbitrary<Step> counts =
        Arbitraries.of("acme", "globex", "-")
            .flatMap(
                tenant ->
                    Arbitraries.of("invalid", "too-large")
                        .map(reason -> new Step.Count(tenant, reason)));
    Arbitrary<Step> passes =
        Arbitraries.integers()
            .between(minutesMin, 150)
            .map(minutes -> new Step.Pass(Duration.ofMinutes(minutes)));
    Arbitrary<Step> tells = Arbitraries.integers().between(0, 3).map(Step.Tell::new);
    return Arbitraries.oneOf(List.of(counts, counts, passes, tells)).list().ofMaxSize(60);
  }

  /** What a compacted log holds after these steps and a clean stop. */
  private Map<Key, Long> play(RefusalLedger ledger, List<Step> steps, Map<Key, Long> oracle) {
    var log = new HashMap<Key, Long>();
    for (var step : steps) {
      switch (step) {
        case Step.Count(var tenant, var reason) -> {
          ledger.count(tenant, reason);
          var nowMs = now.toEpochMilli();
          oracle.merge(new Key(tenant, nowMs - nowMs % HOUR_MS, reason), 1L, Long::sum);
        }
        case Step.Pass(var time) -> now = now.plus(time);
        case Step.Tell(var acknowledged) -> tell(ledger, log, acknowledged);
      }
    }
    tell(ledger, log, Integer.MAX_VALUE);
    assertThat(ledger.untold()).isEmpty();
    return log;
  }

  private static void tell(RefusalLedger ledger, Map<Key, Long> log, int acknowledged) {
    var untold = ledger.untold();
    for (var i = 0; i < untold.size(); i++) {
      var refused = untold.get(i);
      log.merge(
          new Key(refused.tenant(), refused.hourMs(), refused.reason()),
          refused.count(),
          (before, after) -> {
            assertThat(after).as("figures never fall").isGreaterThanOrEqualTo(before);
            return after;
          });
      if (i < acknowledged) {
        ledger.told(refused);
      }
    }
  }

  private static Map<String, Long> withoutHours(Map<Key, Long> counts) {
    var sums = new HashMap<String, Long>();
    counts.forEach((key, count) -> sums.merge(key.tenant + "/" + key.reason, count, Long::sum));
    return sums;
  }

  private static long sum(Map<Key, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private RefusalLedger ledger(int figuresMax, int hoursMax) {
    return new RefusalLedger(() -> now, figuresMax, hoursMax);
  }
}
