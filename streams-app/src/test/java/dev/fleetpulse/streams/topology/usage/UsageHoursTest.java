package dev.fleetpulse.streams.topology.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.streams.topology.usage.Counter.Dimension;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import dev.fleetpulse.streams.topology.usage.UsageHours.Change;
import dev.fleetpulse.streams.topology.usage.UsageHours.Outcome;
import dev.fleetpulse.streams.topology.usage.UsageOracle.Arrival;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class UsageHoursTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final EmitPace PACE = EmitPace.oncePer(Duration.ofSeconds(60));
  private static final long NOON = 1_775_044_800_000L;
  private static final Counter TOKENS = Counter.total(Measure.TOKENS);

  private final MapHours stored = new MapHours();
  private final UsageHours hours = new UsageHours(stored, PACE);
  private final Map<Long, HourUsage> rows = new TreeMap<>();

  @Test
  void theFirstSampleOfAnInstanceCountsNothing() {
    add(sample(NOON, "a", 1_000));

    assertThat(rise(NOON)).isZero();
    assertThat(rows.get(NOON).samples()).isEqualTo(1);
    assertThat(rows.get(NOON).stepFromMs()).isEmpty();
  }

  @Test
  void aRiseBelongsToTheHourOfTheLaterSample() {
    add(sample(NOON - MINUTE, "a", 1_000));
    add(sample(NOON + MINUTE, "a", 1_500));

    assertThat(rise(NOON - HOUR)).isZero();
    assertThat(rise(NOON)).isEqualTo(500);
    assertThat(rows.get(NOON).stepFromMs()).hasValue(NOON - MINUTE);
  }

  @Test
  void aFallCountsFromZeroAgain() {
    add(sample(NOON, "a", 1_000));
    add(sample(NOON + MINUTE, "b", 40));

    assertThat(rise(NOON)).isEqualTo(40);
  }

  @Test
  void processesSideBySideAreMeasuredEachAgainstItself() {
    add(sample(NOON, "a", 1_000));
    add(sample(NOON + MINUTE, "b", 2_000));
    add(sample(NOON + 2 * MINUTE, "a", 1_010));
    add(sample(NOON + 3 * MINUTE, "b", 2_005));

    assertThat(rise(NOON)).isEqualTo(1_000 + 10 + 5);
  }

  @Test
  void theSameSampleTwiceCountsOnce() {
    add(sample(NOON, "a", 0));
    add(sample(NOON + MINUTE, "a", 70));

    var outcome = add(sample(NOON + MINUTE, "a", 70));

    assertThat(outcome).isEqualTo(new Outcome.Duplicate(List.of()));
    assertThat(rise(NOON)).isEqualTo(70);
    assertThat(rows.get(NOON).samples()).isEqualTo(2);
  }

  @Test
  void aLateSampleChangesTheHoursAfterItToo() {
    add(sample(NOON, "a", 0));
    add(sample(NOON + 2 * HOUR, "a", 100));
    assertThat(rise(NOON + 2 * HOUR)).isEqualTo(100);

    add(sample(NOON + HOUR, "a", 60));

    assertThat(rise(NOON + HOUR)).isEqualTo(60);
    assertThat(rise(NOON + 2 * HOUR)).isEqualTo(40);
  }

  @Test
  void aSampleThatComesTooLateCountsNothing() {
    var late = sample(NOON, "a", 5);

    assertThat(hours.add(late, NOON + 25 * HOUR + 1, 1)).isEqualTo(new Outcome.TooLate());
    assertThat(hours.add(late, NOON + 25 * HOUR, 1)).isInstanceOf(Outcome.Counted.class);
  }

  @Test
  void oldHoursAreForgottenButStillMeasuredFrom() {
    for (var hour = 0; hour < 200; hour++) {
      add(sample(NOON + hour * HOUR, "a", 10L * hour));
    }

    assertThat(stored.size()).isLessThanOrEqualTo(27);
    assertThat(rows.values()).extracting(row -> row.rises().get(TOKENS)).contains(10L);
    assertThat(rows.values().stream().mapToLong(row -> row.rises().get(TOKENS)).sum())
        .isEqualTo(1_990);
  }

  @Test
  void namesBeyondTheLimitAreCountedTogether() {
    var first = new TreeMap<Counter, Long>();
    var second = new TreeMap<Counter, Long>();
    for (var name = 0; name < 40; name++) {
      var counter = new Counter(Dimension.MODEL, "model-" + name, Measure.TOKENS);
      first.put(counter, 100L);
      second.put(counter, 101L);
    }
    add(Sample.of(NOON, "shop", "a", 1, first));
    add(Sample.of(NOON + MINUTE, "shop", "a", 1, second));

    var rises = rows.get(NOON).rises();
    assertThat(rises).hasSize(Sample.NAMES_MAX + 1);
    assertThat(rises.get(new Counter(Dimension.MODEL, Counter.OTHER, Measure.TOKENS))).isEqualTo(8);
  }

  @Test
  void anHourOfHeartbeatsTakesAboutTwoKilobytes() {
    var random = new Random(4);
    var values = new TreeMap<Counter, Long>();
    for (var minute = 0; minute < 60; minute++) {
      for (var measure : List.of(Measure.TOKENS, Measure.COST_NANOS, Measure.CALLS)) {
        values.merge(Counter.total(measure), random.nextLong(5_000), Long::sum);
        for (var name : List.of("heal", "chat", "search")) {
          var rise = random.nextInt(3) == 0 ? random.nextLong(5_000) : 0;
          values.merge(new Counter(Dimension.CATEGORY, name, measure), rise, Long::sum);
          values.merge(new Counter(Dimension.MODEL, "model-" + name, measure), rise, Long::sum);
        }
      }
      hours.add(
          Sample.of(NOON + minute * MINUTE, "my-app", "12345", random.nextLong(), values),
          NOON + minute * MINUTE,
          1);
    }

    assertThat(stored.size()).isOne();
    assertThat(stored.bytes()).isBetween(1_500, 3_500);
  }

  @Test
  void afterADayAnotherThirtyTwoNamesAreToldApart() {
    var values = new TreeMap<Counter, Long>();
    for (var day = 0; day < 3; day++) {
      for (var name = 0; name < 30; name++) {
        values.put(new Counter(Dimension.MODEL, day + "-" + name, Measure.TOKENS), 5L);
      }
      var noon = NOON + day * 24L * HOUR;
      add(Sample.of(noon, "shop", "a", 1, values));
      values.replaceAll((counter, value) -> value + 1);
      add(Sample.of(noon + MINUTE, "shop", "a", 1, values));
      assertThat(rows.get(noon).rises())
          .as("day " + day)
          .containsEntry(new Counter(Dimension.MODEL, day + "-29", Measure.TOKENS), 1L)
          .doesNotContainKey(new Counter(Dimension.MODEL, Counter.OTHER, Measure.TOKENS));
      values.clear();
    }
  }

  @Property(tries = 1000)
  void anyOrderAndAnyDuplicatesGiveTheOraclesHours(@ForAll Random random) {
    // Shorter than the lateness allowed, so that no order can make one of them late.
    var arrivals = arrivals(random, 17 * HOUR, 4 * HOUR);
    var shuffled = new ArrayList<>(arrivals);
    shuffled.addAll(arrivals.subList(0, random.nextInt(arrivals.size())));
    Collections.shuffle(shuffled, random);

    assertThat(hoursOf(shuffled)).isEqualTo(UsageOracle.hours(arrivals));
  }

  @Property(tries = 300)
  void daysOfLateArrivalsGiveTheOraclesHours(@ForAll Random random) {
    var arrivals = arrivals(random, 100 * HOUR, 25 * HOUR);
    for (var index = 0; index < arrivals.size(); index += 10) {
      var early = arrivals.get(index).sample();
      var late = Sample.of(early.timestampMs() + 1, "late", "late", 1, early.readings());
      arrivals.add(new Arrival(late, late.timestampMs() + 25 * HOUR + 1));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::appendMs));

    assertThat(hoursOf(arrivals)).isEqualTo(UsageOracle.hours(arrivals));
  }

  private static Map<Long, HourUsage> hoursOf(List<Arrival> arrivals) {
    var rows = new TreeMap<Long, HourUsage>();
    var hours = new UsageHours(new MapHours(), PACE);
    for (var arrival : arrivals) {
      rows.putAll(changed(hours.add(arrival.sample(), arrival.appendMs(), 1)));
    }
    return rows;
  }

  /** Samples of one instance with gaps, restarts, resets, competing copies and late arrivals. */
  private static List<Arrival> arrivals(Random random, long spanMs, long latestMs) {
    var arrivals = new ArrayList<Arrival>();
    var values = new HashMap<Counter, Long>();
    var timestamp = NOON + random.nextLong(HOUR);
    var end = timestamp + spanMs;
    var process = 1;
    for (var left = 1 + random.nextInt(60); left > 0 && timestamp < end; left--) {
      timestamp += List.of(MINUTE, MINUTE + 1_500, 10 * MINUTE, 3 * HOUR).get(random.nextInt(4));
      if (random.nextInt(10) == 0) {
        process = random.nextBoolean() ? process + 1 : Math.max(1, process - 1);
        if (random.nextBoolean()) {
          values.clear();
        }
      }
      var counters = counters(random, values);
      for (var copies = random.nextInt(10) == 0 ? 2 : 1; copies > 0; copies--) {
        var app = random.nextInt(8) == 0 ? "moved" : "shop";
        var sample = Sample.of(timestamp, app, "process-" + process, random.nextLong(), counters);
        var lateness = random.nextInt(5) == 0 ? random.nextLong(latestMs) : random.nextLong(100);
        arrivals.add(new Arrival(sample, timestamp + lateness));
      }
    }
    return arrivals;
  }

  private static SortedMap<Counter, Long> counters(Random random, Map<Counter, Long> values) {
    var counters = new TreeMap<Counter, Long>();
    for (var name : List.of("", "heal", "chat")) {
      var dimension = name.isEmpty() ? Dimension.TOTAL : Dimension.CATEGORY;
      var counter = new Counter(dimension, name, Measure.TOKENS);
      var value = values.merge(counter, random.nextLong(50), Long::sum);
      if (random.nextInt(20) > 0) {
        counters.put(counter, value);
      }
    }
    return counters;
  }

  private Outcome add(Sample sample) {
    var outcome = hours.add(sample, sample.timestampMs(), 1);
    rows.putAll(changed(outcome));
    return outcome;
  }

  private static Map<Long, HourUsage> changed(Outcome outcome) {
    var blocks =
        switch (outcome) {
          case Outcome.Counted(var changed) -> changed;
          case Outcome.Duplicate(var changed) -> changed;
          case Outcome.TooLate() -> List.<Change>of();
        };
    return blocks.stream()
        .map(Change::block)
        .collect(Collectors.toMap(HourBlock::hourMs, block -> block.fold().usage()));
  }

  private long rise(long hourMs) {
    return rows.get(hourMs).rises().get(TOKENS);
  }

  private static Sample sample(long timestampMs, String process, long tokens) {
    return Sample.of(timestampMs, "shop", process, 1, new TreeMap<>(Map.of(TOKENS, tokens)));
  }
}
