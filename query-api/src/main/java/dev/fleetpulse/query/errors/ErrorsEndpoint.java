package dev.fleetpulse.query.errors;

import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.Commands.Outcome.Appended;
import dev.fleetpulse.query.command.Commands.Outcome.Unavailable;
import dev.fleetpulse.query.command.Decision;
import dev.fleetpulse.query.csv.CsvAnswer;
import dev.fleetpulse.query.csv.CsvPage;
import dev.fleetpulse.query.csv.Formats;
import dev.fleetpulse.query.errors.ErrorsDao.Totals;
import dev.fleetpulse.query.errors.explain.Explained;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.request.TimeRange;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.History.Away;
import dev.fleetpulse.query.store.History.Recalled;
import dev.fleetpulse.query.store.MissingPart;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.signature.ErrorFacts;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code GET /errors}, {@code GET} and {@code PATCH /errors/{signature}}, and {@code GET
 * /errors/{signature}/occurrences}.
 */
public final class ErrorsEndpoint {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final OccurrencesQuery LATEST =
      new OccurrencesQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new Page(20, 0));
  private static final Duration TREND_MAX = Duration.ofDays(31);

  private static final List<String> ACTIONS = List.of("resolve", "ignore", "reopen");
  private static final List<String> DECIDED = List.of("action", "by", "app");

  private final ErrorsDao errors;
  private final Commands<ErrorCommand> commands;
  private final AuditTrail audit;
  private final InstantSource clock;

  /**
   * Answers out of the given stores.
   *
   * @param commands where decisions go
   * @param audit where it is taken down who decided
   */
  public ErrorsEndpoint(
      Timescale timescale,
      ClickHouse clickHouse,
      Commands<ErrorCommand> commands,
      AuditTrail audit,
      InstantSource clock) {
    this.errors = new ErrorsDao(timescale, clickHouse);
    this.commands = commands;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Answers with one page of the tenant's groups, see {@link ErrorList}, or with all of them as a
   * file, see {@link ErrorFile}.
   */
  public void list(Context ctx, String tenant) {
    Formats.answer(ctx, () -> listed(ctx, tenant), () -> filed(ctx, tenant));
  }

  private void listed(Context ctx, String tenant) {
    switch (ErrorsQuery.read(Parameters.of(ctx), clock.instant(), Page::read)) {
      case Valid<ErrorsQuery>(var query) -> ctx.json(page(tenant, query));
      case Invalid<ErrorsQuery>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  private void filed(Context ctx, String tenant) {
    switch (ErrorsQuery.read(Parameters.of(ctx), clock.instant(), CsvPage::read)) {
      case Valid<ErrorsQuery>(var query) ->
          CsvAnswer.stream(
              ctx,
              "errors",
              ErrorFile.TABLE,
              CsvPage.rows(query.page(), errors.totals(tenant, query).rows()),
              taker -> errors.stream(tenant, query, taker));
      case Invalid<ErrorsQuery>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  /** Answers with everything about one signature, see {@link ErrorDetail}. */
  public void find(Context ctx, String tenant) {
    switch (trendRange(Parameters.of(ctx))) {
      case Valid<TimeRange>(var range) ->
          answer(ctx, tenant, ctx.pathParam("signature"), range.widenedToHours());
      case Invalid<TimeRange>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  /** Answers with one page of a signature's kept occurrences, see {@link OccurrenceList}. */
  public void occurrences(Context ctx, String tenant) {
    switch (OccurrencesQuery.read(Parameters.of(ctx), clock.instant())) {
      case Valid<OccurrencesQuery>(var query) ->
          answer(ctx, tenant, ctx.pathParam("signature"), query);
      case Invalid<OccurrencesQuery>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  /** Takes up a decision about a signature's groups, see {@link Decided}. */
  public void decide(Context ctx, String tenant, String keyId) {
    switch (Decision.read(ctx.bodyAsBytes(), ACTIONS, DECIDED)) {
      case Valid<Decision>(var decision) ->
          decide(ctx, tenant, keyId, ctx.pathParam("signature"), decision);
      case Invalid<Decision>(var wrong) -> Problem.answer(ctx, wrong);
    }
  }

  private void decide(
      Context ctx, String tenant, String keyId, String signature, Decision decision) {
    var apps = errors.apps(tenant, signature, decision.app());
    if (apps.isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no error of this signature");
      return;
    }
    audit.take(
        tenant,
        keyId,
        decision.by(),
        "error." + decision.action(),
        signature,
        Map.of("apps", String.join(",", apps)));
    var given = apps.stream().map(app -> command(tenant, signature, app, decision)).toList();
    switch (commands.append(given)) {
      case Appended() ->
          ctx.status(HttpStatus.ACCEPTED)
              .json(new Decided(signature, decision.action(), decision.by(), apps));
      case Unavailable(var reason) -> Problem.answer(ctx, Reason.UNAVAILABLE, reason);
    }
  }

  private ErrorCommand command(String tenant, String signature, String app, Decision decision) {
    return ErrorCommand.newBuilder()
        .setTenant(tenant)
        .setApp(app)
        .setSignature(signature)
        .setCommandId(UUID.randomUUID().toString())
        .setAction(decision.action())
        .setBy(decision.by())
        .setGivenAtMs(clock.millis())
        .build();
  }

  private void answer(Context ctx, String tenant, String signature, OccurrencesQuery query) {
    if (errors.apps(tenant, signature, Optional.empty()).isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no error of this signature");
      return;
    }
    switch (errors.occurrenceTotals(tenant, signature, query)) {
      case Away<Totals>(var reason) -> Problem.answer(ctx, Reason.UNAVAILABLE, reason);
      case Recalled<Totals>(var totals) -> {
        switch (errors.occurrences(tenant, signature, query)) {
          case Away<ErrorDetail.Occurrence>(var reason) ->
              Problem.answer(ctx, Reason.UNAVAILABLE, reason);
          case Recalled<ErrorDetail.Occurrence>(var found) ->
              ctx.json(
                  new OccurrenceList(
                      signature,
                      found,
                      totals.getFirst().rows(),
                      totals.getFirst().occurrences(),
                      query.page()));
        }
      }
    }
  }

  private ErrorList page(String tenant, ErrorsQuery query) {
    var totals = errors.totals(tenant, query);
    return new ErrorList(
        errors.list(tenant, query),
        totals.rows(),
        totals.occurrences(),
        query.hours().map(TimeRange::from).orElse(null),
        query.hours().map(TimeRange::to).orElse(null),
        query.page());
  }

  private Parsed<TimeRange> trendRange(Parameters parameters) {
    var now = clock.instant();
    var range = TimeRange.read(parameters, now, TREND_MAX);
    return parameters.parsed(() -> range.orElse(new TimeRange(now.minus(WEEK), now)));
  }

  private void answer(Context ctx, String tenant, String signature, TimeRange hours) {
    var groups = errors.find(tenant, signature, hours);
    if (groups.isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no error of this signature");
      return;
    }
    var trend = errors.trend(tenant, signature, hours);
    var explained = explanation(signature, groups.getFirst());
    ctx.json(
        switch (errors.occurrences(tenant, signature, LATEST)) {
          case Recalled<ErrorDetail.Occurrence>(var latest) ->
              new ErrorDetail(
                  signature, groups, explained, hours.from(), hours.to(), trend, latest, List.of());
          case Away<ErrorDetail.Occurrence>(var reason) ->
              new ErrorDetail(
                  signature,
                  groups,
                  explained,
                  hours.from(),
                  hours.to(),
                  trend,
                  null,
                  List.of(new MissingPart("occurrences", reason)));
        });
  }

  /** Only where what the sample says is all that its signature was made of. */
  private static Explained explanation(String signature, ErrorGroup group) {
    var sample = group.sample();
    var explained =
        Explained.of(
            new ErrorFacts(
                group.language(),
                group.type(),
                sample.message(),
                sample.stack(),
                List.of(),
                List.of(),
                List.of()));
    return explained.signature().equals(signature) ? explained : null;
  }
}
