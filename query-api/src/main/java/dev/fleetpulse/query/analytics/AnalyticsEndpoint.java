package dev.fleetpulse.query.analytics;

import dev.fleetpulse.query.maintenance.Maintenance;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Timescale;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** {@code GET /analytics} and everything below it. */
public final class AnalyticsEndpoint {
  private final SummaryEndpoint summary;
  private final UsageEndpoint usage;
  private final UptimeEndpoint uptime;
  private final ErrorCountsEndpoint errors;
  private final RepairsEndpoint repairs;
  private final PerformanceEndpoint performance;

  /**
   * Answers out of the given stores.
   *
   * @param heartbeatsKept for how long TimescaleDB has every heartbeat
   * @param maintenance the windows that uptime is told without, where they are known
   */
  public AnalyticsEndpoint(
      Timescale timescale,
      ClickHouse clickHouse,
      Duration heartbeatsKept,
      InstantSource clock,
      Optional<Maintenance> maintenance) {
    var stores = new Stores(timescale, clickHouse, heartbeatsKept);
    var times = new UptimeDao(timescale, maintenance);
    this.summary = new SummaryEndpoint(stores, new FleetDao(timescale), times, clock);
    this.usage = new UsageEndpoint(stores, clock);
    this.uptime = new UptimeEndpoint(times, clock);
    this.errors = new ErrorCountsEndpoint(new ErrorCountsDao(timescale), clock);
    this.repairs = new RepairsEndpoint(new RepairsDao(timescale), clock);
    this.performance = new PerformanceEndpoint(stores, clock);
  }

  /** Answers with the tenant's figures in a range, see {@link Analytics}. */
  public void get(Context ctx, String tenant) {
    summary.get(ctx, tenant);
  }

  /** Answers with what the tenant's instances cost, see {@link Usage}. */
  public void cost(Context ctx, String tenant) {
    usage.cost(ctx, tenant);
  }

  /** Answers with what the tenant's instances used, see {@link Usage}. */
  public void usage(Context ctx, String tenant) {
    usage.usage(ctx, tenant);
  }

  /** Answers with how long the tenant's instances were up, see {@link Uptime}. */
  public void uptime(Context ctx, String tenant) {
    uptime.get(ctx, tenant);
  }

  /** Answers with how often the tenant's errors occurred, see {@link ErrorCounts}. */
  public void errors(Context ctx, String tenant) {
    errors.get(ctx, tenant);
  }

  /** Answers with how the tenant's repairs went, see {@link Repairs}. */
  public void repairs(Context ctx, String tenant) {
    repairs.get(ctx, tenant);
  }

  /** Answers with percentiles of what heartbeats told, see {@link Performance}. */
  public void performance(Context ctx, String tenant) {
    performance.get(ctx, tenant);
  }
}
