package dev.fleetpulse.query.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.PartitionClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Pages of any fleet against what the plainest code makes of the same. */
class FleetPagesTest {
  private static final long NOW = 1_000_000;

  /** Of partition 0 the clock goes on, of 1 it stands, of 2 it goes on after an outage. */
  private static final List<PartitionClock> CLOCKS =
      List.of(
          new PartitionClock(0, 1L, NOW - 15_000, 0L, null),
          new PartitionClock(1, 1L, NOW - 15_001, 0L, null),
          new PartitionClock(2, 1L, NOW, NOW - 50, NOW - 90_000));

  /** One instance, what is not known null. */
  record Told(
      int number,
      String name,
      String app,
      String status,
      int partition,
      long lastContactMs,
      Long uptimeSeconds,
      Double memoryMb,
      Long repairedMs,
      Long costNanos,
      String zone) {
    String id() {
      return "Web-" + number;
    }

    String nameOrId() {
      return name == null ? id() : name;
    }

    /** As the overlay is worded in docs/status.md. */
    String shown() {
      var stands = partition == 1 || partition > 2;
      var unheard =
          partition == 2
              && (status.equals("healthy") || status.equals("degraded"))
              && lastContactMs < NOW - 50;
      return stands || unheard ? "unknown" : status;
    }

    boolean fits(FleetQuery query) {
      return query.status().map(Status::text).map(shown()::equals).orElse(true)
          && query.app().map(app::equals).orElse(true)
          && query
              .text()
              .map(
                  text ->
                      Stream.of(id(), nameOrId(), app)
                          .anyMatch(each -> each.toLowerCase(Locale.ROOT).contains(text)))
              .orElse(true)
          && (query.tags().isEmpty() || query.tags().equals(Map.of("zone", zone)));
    }
  }

  @Property(tries = 400)
  void aPageIsThePartOfTheSortedRestThatIsAskedFor(
      @ForAll("fleets") List<Told> told, @ForAll("queries") FleetQuery query) {
    var page = fleet(told).page("acme", query, Instant.ofEpochMilli(NOW));

    var expected = sorted(told, query);
    assertThat(page.total()).isEqualTo(expected.size());
    assertThat(ids(page.instances()))
        .isEqualTo(
            expected.stream().skip(query.offset()).limit(query.limit()).map(Told::id).toList());
    assertThat(page.next().isPresent())
        .isEqualTo(!page.instances().isEmpty() && query.offset() + query.limit() < expected.size());
  }

  @Property(tries = 400)
  void fromCursorToCursorEachIsToldOnce(
      @ForAll("fleets") List<Told> told, @ForAll("queries") FleetQuery query) {
    var fleet = fleet(told);
    var walked = new ArrayList<String>();
    var after = Optional.<Position>empty();
    do {
      var page = fleet.page("acme", after(query, after), Instant.ofEpochMilli(NOW));
      walked.addAll(ids(page.instances()));
      after = page.next();
    } while (after.isPresent());

    assertThat(walked).isEqualTo(sorted(told, query).stream().map(Told::id).toList());
  }

  @Property(tries = 100)
  void aCursorHoldsWhereItsInstanceIsGone(
      @ForAll("fleets") List<Told> told, @ForAll("queries") FleetQuery query) {
    var fleet = fleet(told);
    var first = fleet.page("acme", after(query, Optional.empty()), Instant.ofEpochMilli(NOW));
    if (first.next().isEmpty()) {
      return;
    }
    fleet.forget(new InstanceKey("acme", first.instances().getLast().id()));
    var second = fleet.page("acme", after(query, first.next()), Instant.ofEpochMilli(NOW));

    assertThat(ids(second.instances()))
        .isEqualTo(
            sorted(told, query).stream()
                .skip(query.limit())
                .limit(query.limit())
                .map(Told::id)
                .toList());
  }

  @Provide
  Arbitrary<List<Told>> fleets() {
    var numbers = Arbitraries.integers().between(1, 60);
    var names =
        Arbitraries.of("shop", "Shop", "shop-2", "shop-10", "Übung", "", "b").injectNull(0.3);
    var statuses = Arbitraries.of("down", "degraded", "unknown", "stopped", "healthy");
    var figures = Arbitraries.longs().between(-2, 2).injectNull(0.3);
    return Combinators.combine(
            numbers,
            Combinators.combine(names, Arbitraries.of("shop", "Batch"))
                .as((name, app) -> new String[] {name, app}),
            Combinators.combine(statuses, Arbitraries.of("eu", "us"))
                .as((status, zone) -> new String[] {status, zone}),
            Arbitraries.integers().between(-1, 3),
            Arbitraries.longs().between(NOW - 60, NOW - 40),
            figures,
            figures.map(each -> each == null ? null : each / 2.0),
            Combinators.combine(figures, figures).as((left, right) -> new Long[] {left, right}))
        .as(
            (number, words, more, partition, contact, uptime, memory, rest) ->
                new Told(
                    number, words[0], words[1], more[0], partition, contact, uptime, memory,
                    rest[0], rest[1], more[1]))
        .list()
        .uniqueElements(Told::number)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<FleetQuery> queries() {
    return Combinators.combine(
            Arbitraries.of(Status.values()).optional(0.3),
            Arbitraries.of("shop", "SHOP").optional(0.2),
            Arbitraries.of(Map.<String, String>of(), Map.of("zone", "eu"), Map.of("zone", "none")),
            Arbitraries.of("WEB-1", "op-", "ü", "batch", "none").optional(0.3),
            Arbitraries.of(Sort.ALL.values()),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(0, 45))
        .as(
            (status, app, tags, text, sort, limit, offset) ->
                new FleetQuery(status, app, tags, text, sort, limit, offset, Optional.empty()));
  }

  private static Fleet fleet(List<Told> told) {
    var fleet = Fleet.withoutLog();
    var costs = new HashMap<String, Long>();
    for (var each : told) {
      fleet.apply(
          new InstanceKey("acme", each.id()),
          States.state(each.id())
              .setApp(each.app())
              .setStatus(each.status())
              .setPartition(each.partition())
              .setLastContactMs(each.lastContactMs())
              .setLastHeartbeat(
                  States.heartbeat(
                      each.name(),
                      each.uptimeSeconds(),
                      each.memoryMb(),
                      each.repairedMs(),
                      "{\"metadata\": {\"tags\": {\"zone\": \"" + each.zone() + "\"}}}"))
              .build());
      // Whose it is must not matter for anybody else.
      fleet.apply(new InstanceKey("rival", each.id()), States.state(each.id()).build());
      if (each.costNanos() != null) {
        costs.put(each.id(), each.costNanos());
      }
    }
    CLOCKS.forEach(fleet.clocks()::apply);
    fleet.applyCosts("acme", costs);
    return fleet;
  }

  private static List<Told> sorted(List<Told> told, FleetQuery query) {
    var ranks = List.of("down", "degraded", "unknown", "stopped", "healthy");
    return switch (query.sort().by()) {
      case STATUS -> sorted(told, query, each -> ranks.indexOf(each.shown()));
      case NAME -> sorted(told, query, each -> each.nameOrId().toLowerCase(Locale.ROOT));
      case LAST_HEARTBEAT -> sorted(told, query, Told::lastContactMs);
      case UPTIME -> sorted(told, query, Told::uptimeSeconds);
      case MEMORY -> sorted(told, query, Told::memoryMb);
      // Who is not named when costs are known has cost nothing.
      case COST -> sorted(told, query, each -> each.costNanos() == null ? 0L : each.costNanos());
      case LAST_REPAIR -> sorted(told, query, Told::repairedMs);
    };
  }

  private static <T extends Comparable<T>> List<Told> sorted(
      List<Told> told, FleetQuery query, Function<Told, T> key) {
    var order =
        query.sort().descending() ? Comparator.<T>reverseOrder() : Comparator.<T>naturalOrder();
    return told.stream()
        .filter(each -> each.fits(query))
        .sorted(Comparator.comparing(key, Comparator.nullsLast(order)).thenComparing(Told::id))
        .toList();
  }

  private static FleetQuery after(FleetQuery query, Optional<Position> after) {
    return new FleetQuery(
        query.status(),
        query.app(),
        query.tags(),
        query.text(),
        query.sort(),
        query.limit(),
        0,
        after);
  }

  private static List<String> ids(List<Instance> instances) {
    return instances.stream().map(Instance::id).toList();
  }
}
