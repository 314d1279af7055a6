package dev.fleetpulse.query.keys;

import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.query.request.JsonBody;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A key as somebody asks for it. */
final class KeyRequest {
  private static final int NAME_MAX = 128;
  private static final Duration EXPIRY_MAX = Duration.ofDays(10 * 366);
  private static final List<String> SCOPES =
      Arrays.stream(Scope.values()).map(Scope::text).toList();

  private KeyRequest() {}

  /** The order that a body stands for. */
  static Parsed<KeyOrder> read(JsonBody body, String tenant, Instant now) {
    var name = body.required("name", NAME_MAX);
    var scopes = scopes(body.choices("scopes", SCOPES));
    var app = body.text("app", NAME_MAX);
    var instanceId = body.text("instanceId", NAME_MAX);
    var expiresAt = body.time("expiresAt");
    if (app.isPresent() && instanceId.isPresent()) {
      body.wrong("instanceId", "left out where app is given", "given with it");
    }
    if ((app.isPresent() || instanceId.isPresent())
        && !scopes.isEmpty()
        && !scopes.equals(Set.of(Scope.INGEST))) {
      body.wrong("scopes", "ingest alone where app or instanceId is given", scopes.toString());
    }
    expiresAt
        .filter(end -> !end.isAfter(now) || end.isAfter(now.plus(EXPIRY_MAX)))
        .ifPresent(end -> body.wrong("expiresAt", "within ten years from now", end.toString()));
    return body.parsed(
        () -> new KeyOrder(tenant, scopes, binding(app, instanceId), name, expiresAt));
  }

  private static Set<Scope> scopes(List<String> names) {
    var scopes = EnumSet.noneOf(Scope.class);
    names.forEach(name -> scopes.add(Scope.valueOf(name.toUpperCase(Locale.ROOT))));
    return scopes;
  }

  private static Binding binding(Optional<String> app, Optional<String> instanceId) {
    return instanceId
        .<Binding>map(Binding.Instance::new)
        .or(() -> app.map(Binding.App::new))
        .orElseGet(Binding.Tenant::new);
  }
}
