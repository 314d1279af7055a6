package dev.fleetpulse.query.servers;

import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.Commands.Outcome;
import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvPage;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.fleet.FleetPage;
import dev.fleetpulse.query.fleet.Instance;
import dev.fleetpulse.query.request.Cursors;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.InstanceKey;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * {@code GET /servers}, {@code GET /servers/{id}}, {@code GET /servers/{id}/heartbeats} and {@code
 * DELETE /servers/{id}}.
 */
public final class ServersEndpoint {
  private static final String RETIRE = "retire";
  private static final int ACCEPTED = 202;

  private static final int NOT_MODIFIED = 304;

  private final Fleet fleet;
  private final ServersDao servers;
  private final HeartbeatsDao heartbeats;
  private final Duration recent;
  private final Commands<InstanceKey> retirements;
  private final Commands<AlertEvent> audit;
  private final InstantSource clock;

  /**
   * Answers out of memory, and for a single server out of the given store, too.
   *
   * @param recent for how long TimescaleDB keeps every heartbeat; what is older is asked of
   *     ClickHouse
   * @param retirements where servers are said to be no more
   * @param audit where it is taken down who said so
   */
  public ServersEndpoint(
      Fleet fleet,
      Timescale timescale,
      ClickHouse clickHouse,
      Duration recent,
      Commands<InstanceKey> retirements,
      Commands<AlertEvent> audit,
      InstantSource clock) {
    this.fleet = fleet;
    this.servers = new ServersDao(timescale);
    this.heartbeats = new HeartbeatsDao(timescale, clickHouse);
    this.recent = recent;
    this.retirements = retirements;
    this.audit = audit;
    this.clock = clock;
  }

  /** Answers with one page of the tenant's servers, see {@link ServerList}, or with a file. */
  public void list(Context ctx, String tenant) {
    Formats.answer(
        ctx,
        () -> answer(ctx, tenant, "json", Page::read, ServersEndpoint::page),
        () -> answer(ctx, tenant, "csv", CsvPage::read, ServersEndpoint::file));
  }

  /** One of the forms in which a part of the fleet is told. */
  @FunctionalInterface
  private interface Form {
    void answer(Context ctx, ServersQuery query, FleetPage page);
  }

  /** Answers with everything about one server, see {@link ServerDetail}. */
  public void find(Context ctx, String tenant) {
    var id = ctx.pathParam("id");
    switch (Parameters.of(ctx).parsed(() -> id)) {
      case Valid<String>(_) ->
          known(ctx, tenant, id).ifPresent(instance -> answer(ctx, tenant, instance));
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Answers with what a server told, interval by interval, see {@link HeartbeatSeries}. */
  public void heartbeats(Context ctx, String tenant) {
    var now = clock.instant();
    switch (HeartbeatsQuery.read(Parameters.of(ctx), now)) {
      case Valid<HeartbeatsQuery>(var query) ->
          known(ctx, tenant, ctx.pathParam("id"))
              .ifPresent(instance -> answer(ctx, tenant, instance.id(), query, now));
      case Invalid<HeartbeatsQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void answer(Context ctx, String tenant, String id, HeartbeatsQuery query, Instant now) {
    if (!query.range().from().isBefore(now.minus(recent))) {
      ctx.json(series(id, query, "timescale", heartbeats.recent(tenant, id, query)));
      return;
    }
    switch (heartbeats.old(tenant, id, query)) {
      case History.Recalled<HeartbeatSeries.Bucket>(var buckets) ->
          ctx.json(series(id, query, "clickhouse", buckets));
      case History.Away<HeartbeatSeries.Bucket>(var reason) ->
          Problem.answer(
              ctx,
              Reason.UNAVAILABLE,
              "%s, and only there are heartbeats from before %s"
                  .formatted(reason, now.minus(recent)));
    }
  }

  private static HeartbeatSeries series(
      String id, HeartbeatsQuery query, String store, List<HeartbeatSeries.Bucket> buckets) {
    return new HeartbeatSeries(
        id, query.range().from(), query.range().to(), query.step().text(), store, buckets);
  }

  /** Has a server forgotten; the broker has that when this answers. */
  public void retire(Context ctx, String tenant, String keyId) {
    var id = ctx.pathParam("id");
    switch (Parameters.of(ctx).parsed(() -> id)) {
      case Valid<String>(_) ->
          known(ctx, tenant, id)
              .ifPresent(instance -> retire(ctx, new InstanceKey(tenant, instance.id()), keyId));
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Who asked is written first: what was done must be known, even where the rest then fails. */
  private void retire(Context ctx, InstanceKey instance, String keyId) {
    var decision =
        AlertEvent.newBuilder()
            .setTenant(instance.tenant())
            .setAlertKey("instance/" + instance.instanceId())
            .setEventId(UUID.randomUUID().toString())
            .setKind(RETIRE)
            .setAtMs(clock.millis())
            .setInstanceId(instance.instanceId())
            .setBy("key " + keyId)
            .setEvidence(Map.of("key", keyId))
            .build();
    var outcome = audit.append(List.of(decision));
    if (outcome instanceof Outcome.Appended) {
      outcome = retirements.append(List.of(instance));
    }
    switch (outcome) {
      case Outcome.Appended() -> ctx.status(ACCEPTED).json(new Retired(instance.instanceId()));
      case Outcome.Unavailable(var reason) ->
          Problem.answer(ctx, Reason.UNAVAILABLE, reason + ": send it again");
    }
  }

  /** A server that is forgotten from now on. */
  private record Retired(String retired) {}

  /** The instance; where there is none to be had, this is answered. */
  private Optional<Instance> known(Context ctx, String tenant, String id) {
    var instance = isThere(ctx) ? fleet.find(tenant, id) : Optional.<Instance>empty();
    if (instance.isEmpty() && fleet.trouble().isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no server of this id");
    }
    return instance;
  }

  /** Whether the fleet can be asked; where it can't, this is answered. */
  private boolean isThere(Context ctx) {
    var trouble = fleet.trouble();
    trouble.ifPresent(reason -> Problem.answer(ctx, Reason.UNAVAILABLE, reason));
    return trouble.isEmpty();
  }

  private void answer(
      Context ctx, String tenant, String format, Function<Parameters, Page> pages, Form form) {
    switch (ServersQuery.read(Parameters.of(ctx), tenant, pages)) {
      case Valid<ServersQuery>(var query) -> {
        if (isThere(ctx)) {
          answer(ctx, tenant, format, query, form);
        }
      }
      case Invalid<ServersQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void answer(Context ctx, String tenant, String format, ServersQuery query, Form form) {
    var now = clock.instant();
    // Taken before the page is: what changes meanwhile makes the next answer another one.
    var tag = EntityTag.of(format, query.question(), query.fleet(), fleet.version(tenant, now));
    EntityTag.write(ctx, tag);
    if (EntityTag.isKnown(ctx, tag)) {
      ctx.status(NOT_MODIFIED);
    } else {
      form.answer(ctx, query, fleet.page(tenant, query.fleet(), now));
    }
  }

  private static void page(Context ctx, ServersQuery query, FleetPage page) {
    ctx.json(
        new ServerList(
            page.instances().stream().map(each -> Server.of(each, page.sight())).toList(),
            page.total(),
            new ServerList.Part(
                query.fleet().limit(),
                query.isByCursor() ? null : query.fleet().offset(),
                page.next()
                    .map(next -> Cursors.write(query.question(), Place.write(next)))
                    .orElse(null))));
  }

  private static void file(Context ctx, ServersQuery query, FleetPage page) {
    CsvAnswer.stream(
        ctx,
        "servers",
        ServerFile.TABLE,
        page.instances().size(),
        taker -> page.instances().forEach(each -> taker.accept(Server.of(each, page.sight()))));
  }

  private void answer(Context ctx, String tenant, Instance instance) {
    var now = clock.instant();
    var sight = fleet.clocks().at(now);
    ctx.json(
        servers.find(
            tenant,
            Server.of(instance, sight),
            ServerDetail.Evidence.of(instance, sight),
            TimeRange.lastDay(now).widenedToHours()));
  }
}
