package dev.fleetpulse.query.alerts;

import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.Commands.Outcome;
import dev.fleetpulse.query.command.Decision;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AlertEvent;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** {@code GET /alerts}, {@code GET /alerts/{id}} and {@code PATCH /alerts/{id}}. */
public final class AlertsEndpoint {
  private static final int ACCEPTED = 202;
  private static final List<String> ACTIONS = List.of("acknowledge", "resolve");
  private static final List<String> DECIDED = List.of("action", "by");

  private final AlertsDao alerts;
  private final Commands<AlertEvent> commands;
  private final InstantSource clock;

  /** Answers out of the given store, and appends decisions to the given log. */
  public AlertsEndpoint(Timescale timescale, Commands<AlertEvent> commands, InstantSource clock) {
    this.alerts = new AlertsDao(timescale);
    this.commands = commands;
    this.clock = clock;
  }

  /** Answers with the alerts that fit, the latest first. */
  public void list(Context ctx, String tenant) {
    switch (AlertsQuery.read(Parameters.of(ctx))) {
      case Valid<AlertsQuery>(var query) ->
          ctx.json(
              new AlertAnswer.All(
                  alerts.list(tenant, query),
                  alerts.count(tenant, query),
                  query.limit(),
                  query.offset()));
      case Invalid<AlertsQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Answers with one alert, its members, and what was decided about it. */
  public void find(Context ctx, String tenant) {
    switch (Parameters.of(ctx).parsed(() -> ctx.pathParam("id"))) {
      case Valid<String>(var id) ->
          alerts
              .find(tenant, id)
              .ifPresentOrElse(
                  found ->
                      ctx.json(
                          new AlertAnswer.Detail(
                              found.alert(),
                              found.members(),
                              alerts.decisions(tenant, found.alert()))),
                  () -> notFound(ctx));
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Takes down what somebody decided; the broker has it when this answers. */
  public void decide(Context ctx, String tenant, String keyId) {
    switch (Decision.read(ctx.bodyAsBytes(), ACTIONS, DECIDED)) {
      case Valid<Decision>(var decision) ->
          alerts
              .find(tenant, ctx.pathParam("id"))
              .ifPresentOrElse(
                  found -> decide(ctx, tenant, keyId, found.alert(), decision),
                  () -> notFound(ctx));
      case Invalid<Decision>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void decide(
      Context ctx, String tenant, String keyId, AlertAnswer alert, Decision decision) {
    var command =
        AlertEvent.newBuilder()
            .setTenant(tenant)
            .setAlertKey(alert.key())
            .setEventId(UUID.randomUUID().toString())
            .setKind(decision.action())
            .setAtMs(clock.millis())
            .setEpisode(alert.id())
            .setBy(decision.by())
            .setEvidence(Map.of("key", keyId))
            .build();
    switch (commands.append(List.of(command))) {
      case Outcome.Appended() ->
          ctx.status(ACCEPTED)
              .json(new AlertAnswer.Accepted(alert.id(), decision.action(), decision.by()));
      case Outcome.Unavailable(var reason) ->
          Problem.answer(ctx, Reason.UNAVAILABLE, reason + ": send it again");
    }
  }

  private static void notFound(Context ctx) {
    Problem.answer(ctx, Reason.NOT_FOUND, "There is no alert of this id");
  }
}
