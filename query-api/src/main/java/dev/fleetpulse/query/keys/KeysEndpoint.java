package dev.fleetpulse.query.keys;

import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.control.LastUseReader;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.ControlDesk;
import dev.fleetpulse.query.request.JsonBody;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed.Invalid;
import dev.fleetpulse.query.request.Parsed.Valid;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code POST} and {@code GET /keys}, {@code DELETE /keys/{id}} and {@code POST /keys/{id}/rotate}.
 * Whoever is answered can rely on it: what was made or ended is so in this process already, and
 * what another process has done before is seen.
 */
public final class KeysEndpoint {
  /** As many as fit into every process's memory; revoked ones count, for they are kept. */
  private static final int KEYS_MAX = 500_000;

  private static final long OVERLAP_SECONDS_MAX = Duration.ofDays(90).toSeconds();
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final ControlDesk control;
  private final AccessKeys keys;
  private final LastUseReader uses;
  private final AuditTrail audit;
  private final InstantSource clock;

  /**
   * Answers out of the control topic, and writes there.
   *
   * @param keys what the asking key may do itself
   */
  public KeysEndpoint(
      ControlDesk control,
      AccessKeys keys,
      LastUseReader uses,
      AuditTrail audit,
      InstantSource clock) {
    this.control = control;
    this.keys = keys;
    this.uses = uses;
    this.audit = audit;
    this.clock = clock;
  }

  /** Makes a key of the asking key's tenant, and answers with it this once. */
  public void create(Context ctx, String tenant, String keyId) {
    switch (KeyRequest.read(JsonBody.of(ctx), tenant, clock.instant())) {
      case Valid<KeyOrder>(var order) -> create(ctx, order, keyId);
      case Invalid<KeyOrder>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void create(Context ctx, KeyOrder order, String keyId) {
    if (mayNotGive(ctx, keyId, order.scopes()) || isFull(ctx, order.tenant())) {
      return;
    }
    var made = control.writer().makeUp();
    audit.take(order.tenant(), keyId, "key.create", made.key().id(), told(order));
    control.writer().create(made, order, "key " + keyId);
    answer(ctx, made);
  }

  /** Answers with the tenant's keys that fit, the latest first. */
  public void list(Context ctx, String tenant) {
    switch (KeysQuery.read(Parameters.of(ctx))) {
      case Valid<KeysQuery>(var query) -> {
        control.awaitAllRead();
        ctx.json(page(tenant, query, clock.instant()));
      }
      case Invalid<KeysQuery>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private KeyAnswer.All page(String tenant, KeysQuery query, Instant now) {
    var fitting =
        control
            .reader()
            .keys()
            .entries()
            .filter(entry -> entry.key().tenant().equals(tenant) && query.fits(entry, now))
            .sorted(
                Comparator.comparing(KeyRing.Entry::createdAt)
                    .reversed()
                    .thenComparing(KeyRing.Entry::id))
            .toList();
    return new KeyAnswer.All(
        fitting.stream()
            .skip(query.page().offset())
            .limit(query.page().limit())
            .map(entry -> KeyAnswer.of(entry, uses.of(entry.id()), now))
            .toList(),
        fitting.size(),
        query.page());
  }

  /** Ends a key for good; one that was ended before stays so. */
  public void revoke(Context ctx, String tenant, String keyId) {
    var id = ctx.pathParam("id");
    switch (Parameters.of(ctx).parsed(() -> id)) {
      case Valid<String>(_) ->
          find(tenant, id).ifPresentOrElse(found -> revoke(ctx, found, keyId), () -> notFound(ctx));
      case Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void revoke(Context ctx, KeyRing.Entry found, String keyId) {
    if (found.revokedAt().isEmpty()) {
      audit.take(found.key().tenant(), keyId, "key.revoke", found.id(), Map.of());
      control.writer().revoke(found.id(), "key " + keyId);
      control.awaitAllRead();
    }
    ctx.status(NO_CONTENT);
  }

  /** Makes a second key with the rights of one that is valid, and answers with it this once. */
  public void rotate(Context ctx, String tenant, String keyId) {
    var body = JsonBody.of(ctx);
    var overlap = body.number("overlapSeconds", 0, OVERLAP_SECONDS_MAX);
    switch (body.parsed(() -> overlap.map(Duration::ofSeconds))) {
      case Valid<Optional<Duration>>(var wanted) ->
          find(tenant, ctx.pathParam("id"))
              .ifPresentOrElse(found -> rotate(ctx, found, wanted, keyId), () -> notFound(ctx));
      case Invalid<Optional<Duration>>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void rotate(Context ctx, KeyRing.Entry old, Optional<Duration> overlap, String keyId) {
    var now = clock.instant();
    if (!old.isValid(now)) {
      Problem.answer(ctx, Reason.CONFLICT, "This key is no longer valid: make a new one");
      return;
    }
    if (mayNotGive(ctx, keyId, old.key().scopes()) || isFull(ctx, old.key().tenant())) {
      return;
    }
    var made = control.writer().makeUp();
    var endsAt = overlap.map(now.truncatedTo(ChronoUnit.SECONDS)::plus);
    var details = new TreeMap<>(Map.of("newKey", made.key().id()));
    endsAt.ifPresent(end -> details.put("endsAt", end.toString()));
    audit.take(old.key().tenant(), keyId, "key.rotate", old.id(), details);
    control.writer().rotate(made, old, endsAt, "key " + keyId);
    answer(ctx, made);
  }

  private void answer(Context ctx, NewKey made) {
    control.awaitAllRead();
    var entry = control.reader().keys().entry(made.key().id()).orElseThrow();
    var answer = KeyAnswer.of(entry, Optional.empty(), clock.instant());
    ctx.status(CREATED).json(new KeyAnswer.Made(answer, made.text()));
  }

  private Optional<KeyRing.Entry> find(String tenant, String id) {
    control.awaitAllRead();
    return control.reader().keys().entry(id).filter(entry -> entry.key().tenant().equals(tenant));
  }

  /** Whoever has a key that allows less could otherwise make one that allows more. */
  private boolean mayNotGive(Context ctx, String keyId, Set<Scope> scopes) {
    var lacking =
        scopes.stream()
            .filter(scope -> !(keys.decideAgain(keyId, scope) instanceof Granted))
            .sorted()
            .map(Scope::text)
            .collect(Collectors.joining(", "));
    if (lacking.isEmpty()) {
      return false;
    }
    Problem.answer(
        ctx, Reason.FORBIDDEN, "Your own key does not have what this one is to allow: " + lacking);
    return true;
  }

  private boolean isFull(Context ctx, String tenant) {
    if (control.reader().keys().count(tenant) < KEYS_MAX) {
      return false;
    }
    Problem.answer(ctx, Reason.FORBIDDEN, "There are %d keys already".formatted(KEYS_MAX));
    return true;
  }

  private static Map<String, String> told(KeyOrder order) {
    var told = new TreeMap<String, String>();
    order.name().ifPresent(name -> told.put("name", name));
    told.put(
        "scopes",
        order.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(",")));
    switch (order.binding()) {
      case Binding.Tenant() -> {}
      case Binding.App(var app) -> told.put("app", app);
      case Binding.Instance(var instanceId) -> told.put("instanceId", instanceId);
    }
    order.expiresAt().ifPresent(end -> told.put("expiresAt", end.toString()));
    return told;
  }

  private static void notFound(Context ctx) {
    Problem.answer(ctx, Reason.NOT_FOUND, "There is no key of this id");
  }
}
