package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.analytics.StoreChoice.Choice;
import dev.fleetpulse.query.analytics.StoreChoice.Question;
import dev.fleetpulse.query.analytics.StoreChoice.Subject;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Store;
import dev.fleetpulse.query.store.StoreException;
import dev.fleetpulse.query.store.StoreException.Kind;
import dev.fleetpulse.query.store.Timescale;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks the store that {@link StoreChoice} names, and the other one where that does not answer. */
final class Stores {
  private static final int HEARTBEATS_PER_HOUR = 60;
  private static final long HEARTBEATS_HELD_MAX = 10_000_000;

  private final Duration heartbeatsKept;
  private final FleetSize fleet;
  private final TimescaleUsage timescale;
  private final ClickHouseUsage clickHouse;
  private final TimescaleHeartbeats timescaleHeartbeats;
  private final ClickHouseHeartbeats clickHouseHeartbeats;

  /**
   * Asks the given stores.
   *
   * @param heartbeatsKept for how long TimescaleDB has every heartbeat
   */
  Stores(Timescale timescale, ClickHouse clickHouse, Duration heartbeatsKept) {
    this.heartbeatsKept = heartbeatsKept;
    this.fleet = new FleetSize(timescale);
    this.timescale = new TimescaleUsage(timescale);
    this.clickHouse = new ClickHouseUsage(clickHouse);
    this.timescaleHeartbeats = new TimescaleHeartbeats(timescale);
    this.clickHouseHeartbeats = new ClickHouseHeartbeats(clickHouse);
  }

  /** Asks about usage. */
  <T> Told<T> usage(
      String tenant,
      TimeRange hours,
      Filter filter,
      Subject subject,
      Function<UsageStore, T> question) {
    var choice =
        StoreChoice.decide(
            new Question(subject, hours, servers(tenant, filter), 1, true, Optional.empty()));
    return ask(choice, store -> question.apply(usageOf(store)));
  }

  /** The same for rows that are handed over: once there was one, nobody else is asked. */
  <T> void usageRows(
      String tenant,
      TimeRange hours,
      Filter filter,
      Consumer<? super T> taker,
      RowsQuestion<T> question) {
    var handed = new Handed<T>(taker);
    usage(
        tenant,
        hours,
        filter,
        Subject.USAGE,
        store -> {
          try {
            question.ask(store, handed);
            return handed;
          } catch (StoreException e) {
            throw handed.any ? new IllegalStateException("The store broke off", e) : e;
          }
        });
  }

  /**
   * Asks about single heartbeats.
   *
   * @param timescaleKnows whether TimescaleDB has what is asked for; it knows nothing of their apps
   */
  <T> Told<T> heartbeats(
      String tenant,
      TimeRange range,
      Filter filter,
      boolean timescaleKnows,
      Instant now,
      Function<HeartbeatStore, T> question) {
    var choice =
        StoreChoice.decide(
            new Question(
                Subject.HEARTBEATS,
                range,
                servers(tenant, filter),
                HEARTBEATS_PER_HOUR,
                timescaleKnows && filter.app().isEmpty(),
                Optional.of(now.minus(heartbeatsKept))));
    return ask(choice, store -> question.apply(heartbeatsOf(store)));
  }

  /** Whether so few that each of them can be held at once. */
  boolean areFewHeartbeats(String tenant, TimeRange range, Filter filter) {
    var servers = servers(tenant, filter);
    var hours = Math.max(Duration.between(range.from(), range.to()).toHours(), 1);
    return servers.isEmpty()
        || servers.getAsLong() * hours * HEARTBEATS_PER_HOUR <= HEARTBEATS_HELD_MAX;
  }

  /** A question whose answer is handed over. */
  @FunctionalInterface
  interface RowsQuestion<T> {
    void ask(UsageStore store, Consumer<? super T> taker);
  }

  /** Asks whoever is chosen; a mistake of ours is no reason to ask another. */
  static <T> Told<T> ask(Choice choice, Function<Store, T> question) {
    try {
      return new Told<>(choice.first(), choice.reason(), question.apply(choice.first()));
    } catch (StoreException e) {
      if (choice.otherwise().isEmpty() || e.kind() == Kind.REFUSED) {
        throw e;
      }
      var second = choice.otherwise().get();
      try {
        var reason = choice.first().title() + " did not answer";
        return new Told<>(second, reason, question.apply(second));
      } catch (StoreException also) {
        also.addSuppressed(e);
        throw also;
      }
    }
  }

  private OptionalLong servers(String tenant, Filter filter) {
    return filter.server().isPresent() ? OptionalLong.of(1) : fleet.of(tenant);
  }

  private UsageStore usageOf(Store store) {
    return switch (store) {
      case TIMESCALE -> timescale;
      case CLICKHOUSE -> clickHouse;
    };
  }

  private HeartbeatStore heartbeatsOf(Store store) {
    return switch (store) {
      case TIMESCALE -> timescaleHeartbeats;
      case CLICKHOUSE -> clickHouseHeartbeats;
    };
  }

  private static final class Handed<T> implements Consumer<T> {
    private final Consumer<? super T> taker;
    private boolean any;

    Handed(Consumer<? super T> taker) {
      this.taker = taker;
    }

    @Override
    public void accept(T row) {
      any = true;
      taker.accept(row);
    }
  }
}
