package dev.fleetpulse.query.request;

import dev.fleetpulse.query.limit.KeyLimits;
import dev.fleetpulse.query.limit.Passage.Busy;
import dev.fleetpulse.query.limit.Passage.Open;
import dev.fleetpulse.query.limit.Passage.Spent;
import dev.fleetpulse.service.access.AccessDecision.Forbidden;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unauthenticated;
import dev.fleetpulse.service.access.AccessDecision.Unavailable;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Scope;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/**
 * Lets requests through that carry a key with the right scope and stay within its limits, and says
 * whose they are.
 */
public final class Access {
  private final AccessKeys keys;
  private final KeyLimits limits;

  /** Judges by the given keys and limits. */
  public Access(AccessKeys keys, KeyLimits limits) {
    this.keys = keys;
    this.limits = limits;
  }

  /** What is done for a tenant; there is no way to handle a request without one. */
  @FunctionalInterface
  public interface TenantHandler {
    /**
     * Answers a request.
     *
     * @param tenant whose data the answer may hold
     */
    void handle(Context ctx, String tenant);
  }

  /** What is done for a tenant by somebody who answers for it. */
  @FunctionalInterface
  public interface AdministratorHandler {
    /**
     * Answers a request.
     *
     * @param tenant whose data the answer may hold
     * @param keyId who asks
     */
    void handle(Context ctx, String tenant, String keyId);
  }

  /** The handler behind the check of the key. */
  public Handler reading(TenantHandler handler) {
    return allowing(Scope.READ, (ctx, tenant, _) -> handler.handle(ctx, tenant));
  }

  /** The same for keys with the scope {@code admin}. */
  public Handler administering(AdministratorHandler handler) {
    return allowing(Scope.ADMIN, handler);
  }

  /** The same for keys with the scope {@code enroll}. */
  public Handler enrolling(AdministratorHandler handler) {
    return allowing(Scope.ENROLL, handler);
  }

  private Handler allowing(Scope scope, AdministratorHandler handler) {
    return ctx -> {
      switch (keys.decide(ctx.header("Authorization"), ctx.header("x-api-key"), scope)) {
        case Granted(var keyId, var tenant, _) ->
            withinLimits(ctx, keyId, () -> handler.handle(ctx, tenant, keyId));
        case Unauthenticated(var reason) -> Problem.answer(ctx, Reason.UNAUTHENTICATED, reason);
        case Forbidden(var reason) -> Problem.answer(ctx, Reason.FORBIDDEN, reason);
        case Unavailable(var reason) -> Problem.answer(ctx, Reason.UNAVAILABLE, reason);
      }
    };
  }

  private void withinLimits(Context ctx, String keyId, Runnable answer) {
    switch (limits.enter(keyId)) {
      case Open passage -> {
        try (passage) {
          answer.run();
        }
      }
      case Spent(var throttle) -> Problem.answer(ctx, throttle);
      case Busy(var atOnceMax) ->
          Problem.answer(
              ctx, Reason.TOO_MANY, "The key has " + atOnceMax + " requests under way already");
    }
  }
}
