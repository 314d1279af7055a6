package dev.fleetpulse.query.request;

import dev.fleetpulse.service.access.AccessDecision.Forbidden;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unauthenticated;
import dev.fleetpulse.service.access.AccessDecision.Unavailable;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Scope;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Lets requests through that carry a key with the right scope, and says whose they are. */
public final class Access {
  private final AccessKeys keys;

  /** Judges by the given keys. */
  public Access(AccessKeys keys) {
    this.keys = keys;
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

  private Handler allowing(Scope scope, AdministratorHandler handler) {
    return ctx -> {
      switch (keys.decide(ctx.header("Authorization"), ctx.header("x-api-key"), scope)) {
        case Granted(var keyId, var tenant, _) -> handler.handle(ctx, tenant, keyId);
        case Unauthenticated(var reason) -> Problem.answer(ctx, Reason.UNAUTHENTICATED, reason);
        case Forbidden(var reason) -> Problem.answer(ctx, Reason.FORBIDDEN, reason);
        case Unavailable(var reason) -> Problem.answer(ctx, Reason.UNAVAILABLE, reason);
      }
    };
  }
}
