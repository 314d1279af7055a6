package dev.fleetpulse.query;

import dev.fleetpulse.control.ControlUnwrittenException;
import dev.fleetpulse.query.audit.AuditEndpoint;
import dev.fleetpulse.query.audit.AuditUnwrittenException;
import dev.fleetpulse.query.command.ControlUnreadException;
import dev.fleetpulse.query.instances.InstancesEndpoint;
import dev.fleetpulse.query.keys.KeysEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators alone may do and see: keys, instances, and the audit log. */
final class Administration {
  private static final Logger LOG = LoggerFactory.getLogger(Administration.class);

  private final AuditEndpoint audit;
  private final Optional<Desk> desk;

  /** What needs a control topic. */
  record Desk(KeysEndpoint keys, InstancesEndpoint instances) {}

  /**
   * Answers by the given endpoints.
   *
   * @param desk nothing where this process knows no control topic
   */
  Administration(AuditEndpoint audit, Optional<Desk> desk) {
    this.audit = audit;
    this.desk = desk;
  }

  void addTo(RoutesConfig routes, Access access) {
    routes.get("/api/v1/keys", administering(access, (at, ctx, who, _) -> at.keys.list(ctx, who)));
    routes.post(
        "/api/v1/keys",
        administering(access, (at, ctx, who, keyId) -> at.keys.create(ctx, who, keyId)));
    routes.delete(
        "/api/v1/keys/{id}",
        administering(access, (at, ctx, who, keyId) -> at.keys.revoke(ctx, who, keyId)));
    routes.post(
        "/api/v1/keys/{id}/rotate",
        administering(access, (at, ctx, who, keyId) -> at.keys.rotate(ctx, who, keyId)));
    routes.get(
        "/api/v1/instances",
        administering(access, (at, ctx, who, _) -> at.instances.list(ctx, who)));
    routes.post(
        "/api/v1/instances",
        access.enrolling(atDesk((at, ctx, who, keyId) -> at.instances.enrol(ctx, who, keyId))));
    routes.get("/api/v1/audit", access.administering((ctx, who, _) -> audit.list(ctx, who)));
    routes.exception(ControlUnwrittenException.class, Administration::unwritten);
    routes.exception(RegistryUnavailableException.class, Administration::unwritten);
    routes.exception(AuditUnwrittenException.class, Administration::unwritten);
    routes.exception(ControlUnreadException.class, Administration::unread);
  }

  /** What is done at a desk, where there is one. */
  @FunctionalInterface
  private interface Work {
    void at(Desk desk, Context ctx, String tenant, String keyId);
  }

  private Handler administering(Access access, Work work) {
    return access.administering(atDesk(work));
  }

  private Access.AdministratorHandler atDesk(Work work) {
    return (ctx, tenant, keyId) ->
        desk.ifPresentOrElse(
            at -> work.at(at, ctx, tenant, keyId),
            () -> Problem.answer(ctx, Reason.UNAVAILABLE, "This process knows no control topic"));
  }

  private static void unwritten(RuntimeException e, Context ctx) {
    LOG.warn("{} {}: {}", ctx.method(), ctx.path(), e.toString());
    Problem.answer(ctx, Reason.UNAVAILABLE, "The broker does not take it now: send it again");
  }

  private static void unread(ControlUnreadException e, Context ctx) {
    LOG.warn("{} {}: {}", ctx.method(), ctx.path(), e.toString());
    Problem.answer(
        ctx,
        Reason.UNAVAILABLE,
        "Whether it is done can't be told now: look at what there is before sending it again");
  }
}
