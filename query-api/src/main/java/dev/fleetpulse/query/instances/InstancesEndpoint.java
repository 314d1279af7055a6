package dev.fleetpulse.query.instances;

import dev.fleetpulse.control.Enrolment;
import dev.fleetpulse.control.InstanceFacts;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.ControlDesk;
import dev.fleetpulse.query.request.JsonBody;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** {@code POST} and {@code GET /instances}. */
public final class InstancesEndpoint {
  private static final int INSTANCES_MAX = 250_000;
  private static final int KEYS_MAX = 500_000;
  private static final int CREATED = 201;

  private final ControlDesk control;
  private final AuditTrail audit;
  private final InstantSource clock;

  /** One at a time, so that an id that comes twice at once gets one key. */
  private final ReentrantLock enrolling = new ReentrantLock();

  /** Answers out of the control topic, and writes there. */
  public InstancesEndpoint(ControlDesk control, AuditTrail audit, InstantSource clock) {
    this.control = control;
    this.audit = audit;
    this.clock = clock;
  }

  /** Registers an instance, and answers with its key this once. */
  public void enrol(Context ctx, String tenant, String keyId) {
    switch (InstanceRequest.read(JsonBody.of(ctx), tenant, () -> "inst-" + UUID.randomUUID())) {
      case Valid<InstanceFacts>(var facts) -> {
        enrolling.lock();
        try {
          enrol(ctx, facts, keyId);
        } finally {
          enrolling.unlock();
        }
      }
      case Invalid<InstanceFacts>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void enrol(Context ctx, InstanceFacts facts, String keyId) {
    control.awaitAllRead();
    var before = control.reader().enrolments().find(facts.tenant(), facts.instanceId());
    if (before.filter(this::hasValidKey).isPresent()) {
      Problem.answer(
          ctx,
          Reason.CONFLICT,
          "This instance is registered, with the key %s: rotate that, or revoke it to register anew"
              .formatted(before.get().keyId()));
      return;
    }
    if (control.reader().enrolments().count(facts.tenant()) >= INSTANCES_MAX
        || control.reader().keys().count(facts.tenant()) >= KEYS_MAX) {
      Problem.answer(ctx, Reason.FORBIDDEN, "There are too many instances or keys already");
      return;
    }
    var made = control.writer().makeUp();
    audit.take(
        facts.tenant(),
        keyId,
        "instance.enrol",
        facts.instanceId(),
        new TreeMap<>(Map.of("newKey", made.key().id())));
    var enrolment = control.writer().enrol(made, facts, "key " + keyId);
    control.awaitAllRead();
    ctx.status(CREATED)
        .json(new InstanceAnswer.Made(InstanceAnswer.of(enrolment, true), made.text()));
  }

  /** Answers with the tenant's instances that fit, by id. */
  public void list(Context ctx, String tenant) {
    switch (InstancesQuery.read(Parameters.of(ctx))) {
      case Valid<InstancesQuery>(var query) -> {
        control.awaitAllRead();
        ctx.json(page(tenant, query));
      }
      case Invalid<InstancesQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private InstanceAnswer.All page(String tenant, InstancesQuery query) {
    var fitting =
        control
            .reader()
            .enrolments()
            .of(tenant)
            .filter(query::fits)
            .sorted(Comparator.comparing(Enrolment::instanceId))
            .toList();
    return new InstanceAnswer.All(
        fitting.stream()
            .skip(query.page().offset())
            .limit(query.page().limit())
            .map(enrolment -> InstanceAnswer.of(enrolment, hasValidKey(enrolment)))
            .toList(),
        fitting.size(),
        query.page());
  }

  private boolean hasValidKey(Enrolment enrolment) {
    return control.reader().keys().isValidOrReplaced(enrolment.keyId(), clock.instant());
  }
}
