package dev.fleetpulse.query.ledger;

import dev.fleetpulse.query.ledger.LedgerDao.LogOfHour;
import dev.fleetpulse.query.ledger.LedgerDao.LostInHour;
import dev.fleetpulse.query.ledger.LedgerDao.RefusedInHour;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;

/** {@code GET /ledger}. */
public final class LedgerEndpoint {
  private static final Duration RANGE_MAX = Duration.ofDays(31);

  /** What one part is decides over the whole, in this order. */
  private static final List<String> STATES = List.of("unbalanced", "open", "pending", "balanced");

  private final LedgerDao books;
  private final InstantSource clock;

  /** Answers out of the given store. */
  public LedgerEndpoint(Timescale timescale, InstantSource clock) {
    this.books = new LedgerDao(timescale);
    this.clock = clock;
  }

  /** Answers with the tenant's books of the hours asked for, see {@link Ledger}. */
  public void get(Context ctx, String tenant) {
    switch (range(Parameters.of(ctx), clock.instant())) {
      case Valid<TimeRange>(var range) -> ctx.json(ledger(tenant, range.widenedToHours()));
      case Invalid<TimeRange>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private static Parsed<TimeRange> range(Parameters parameters, Instant now) {
    var range = TimeRange.read(parameters, now, RANGE_MAX);
    return parameters.parsed(() -> range.orElse(TimeRange.lastDay(now)));
  }

  private Ledger ledger(String tenant, TimeRange range) {
    var hours = new TreeMap<Instant, Parts>(Comparator.reverseOrder());
    for (var found : books.logs(tenant, range)) {
      hours.computeIfAbsent(found.hour(), Parts::new).logs.add(found);
    }
    for (var found : books.lost(range)) {
      hours.computeIfAbsent(found.hour(), Parts::new).lost.add(found);
    }
    for (var found : books.refusals(tenant, range)) {
      hours.computeIfAbsent(found.hour(), Parts::new).refusals.add(found);
    }
    var told = hours.values().stream().map(Parts::hour).toList();
    var summary = new LinkedHashMap<String, Long>();
    for (var state : STATES) {
      summary.put(state, told.stream().filter(hour -> hour.state().equals(state)).count());
    }
    return new Ledger(range.from(), range.to(), summary, told);
  }

  /** What was found of one hour. */
  private static final class Parts {
    private final Instant start;
    private final List<LogOfHour> logs = new ArrayList<>();
    private final List<LostInHour> lost = new ArrayList<>();
    private final List<RefusedInHour> refusals = new ArrayList<>();

    Parts(Instant start) {
      this.start = start;
    }

    Ledger.Hour hour() {
      var refused = new TreeMap<String, Long>();
      refusals.forEach(one -> refused.put(one.reason(), one.count()));
      return new Ledger.Hour(
          start,
          state(),
          logs.stream().map(LogOfHour::log).toList(),
          lost.stream().mapToLong(LostInHour::lost).sum(),
          lost.isEmpty() ? null : lost.getFirst().lostBy(),
          refused);
    }

    private String state() {
      if (!lost.isEmpty()) {
        return "unbalanced";
      }
      var states = logs.stream().map(one -> one.log().state()).toList();
      return STATES.stream().filter(states::contains).findFirst().orElse("balanced");
    }
  }
}
