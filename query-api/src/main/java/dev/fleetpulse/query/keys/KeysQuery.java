package dev.fleetpulse.query.keys;

import dev.fleetpulse.control.KeyRing;
import dev.fleetpulse.query.request.Page;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.service.access.Binding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which keys somebody asks for. */
record KeysQuery(
    Optional<String> state, Optional<String> app, Optional<String> instanceId, Page page) {
  private static final List<String> STATES = List.of("valid", "ended", "revoked");

  static Parsed<KeysQuery> read(Parameters parameters) {
    var state = parameters.choice("state", STATES);
    var app = parameters.text("app");
    var instanceId = parameters.text("instanceId");
    var page = Page.read(parameters);
    return parameters.parsed(() -> new KeysQuery(state, app, instanceId, page));
  }

  boolean fits(KeyRing.Entry entry, Instant now) {
    var binding = entry.key().binding();
    return state.filter(wanted -> !wanted.equals(KeyAnswer.state(entry, now))).isEmpty()
        && app.filter(wanted -> !binding.equals(new Binding.App(wanted))).isEmpty()
        && instanceId.filter(wanted -> !binding.equals(new Binding.Instance(wanted))).isEmpty();
  }
}
