package dev.fleetpulse.query.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.control.ControlUnwrittenException;
import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.query.request.Parameters;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.schemas.RegistryUnavailableException;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** {@code POST /maintenance}, {@code GET /maintenance} and {@code DELETE /maintenance/{id}}. */
public final class MaintenanceEndpoint {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final int WINDOWS_MAX = 1_000;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final Optional<Maintenance> maintenance;
  private final InstantSource clock;

  /**
   * Answers out of the given windows.
   *
   * @param maintenance nothing where this process knows no control topic
   */
  public MaintenanceEndpoint(Optional<Maintenance> maintenance, InstantSource clock) {
    this.maintenance = maintenance;
    this.clock = clock;
  }

  /** Opens a window, and answers with it. */
  public void open(Context ctx, String tenant, String keyId) {
    if (maintenance.isEmpty()) {
      unavailable(ctx);
      return;
    }
    JsonNode body;
    try {
      body = JSON.readTree(ctx.bodyAsBytes());
    } catch (JsonProcessingException e) {
      Problem.answer(ctx, Reason.MALFORMED, "The body is no JSON: " + e.getOriginalMessage());
      return;
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can always be read", e);
    }
    var now = clock.instant();
    switch (WindowRequest.read(body, now)) {
      case Parsed.Valid<WindowRequest>(var request) ->
          open(ctx, window(request, tenant, keyId, now), keyId);
      case Parsed.Invalid<WindowRequest>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  private void open(Context ctx, Window window, String keyId) {
    if (maintenance.orElseThrow().of(window.tenant()).size() >= WINDOWS_MAX) {
      Problem.answer(
          ctx,
          Reason.FORBIDDEN,
          "There are %d windows already: delete some that nobody asks for".formatted(WINDOWS_MAX));
      return;
    }
    try {
      maintenance.orElseThrow().open(window, keyId);
      ctx.status(CREATED).json(WindowAnswer.of(window));
    } catch (ControlUnwrittenException | RegistryUnavailableException e) {
      Problem.answer(ctx, Reason.UNAVAILABLE, "The broker does not take it now: send it again");
    }
  }

  /** Answers with all windows of the tenant, the latest first. */
  public void list(Context ctx, String tenant, String keyId) {
    if (maintenance.isEmpty()) {
      unavailable(ctx);
      return;
    }
    switch (Parameters.of(ctx).parsed(() -> tenant)) {
      case Parsed.Valid<String> _ ->
          ctx.json(
              new WindowAnswer.All(
                  maintenance.get().of(tenant).stream()
                      .sorted(
                          Comparator.comparing(Window::from).reversed().thenComparing(Window::id))
                      .map(WindowAnswer::of)
                      .toList()));
      case Parsed.Invalid<String>(var errors) -> Problem.answer(ctx, errors);
    }
  }

  /** Takes a window back. */
  public void delete(Context ctx, String tenant, String keyId) {
    if (maintenance.isEmpty()) {
      unavailable(ctx);
      return;
    }
    var id = ctx.pathParam("id");
    var window = maintenance.get().find(tenant, id);
    if (window.isEmpty()) {
      Problem.answer(ctx, Reason.NOT_FOUND, "There is no window of this id");
      return;
    }
    try {
      maintenance.get().remove(window.get(), keyId);
      ctx.status(NO_CONTENT);
    } catch (ControlUnwrittenException | RegistryUnavailableException e) {
      Problem.answer(ctx, Reason.UNAVAILABLE, "The broker does not take it now: send it again");
    }
  }

  private static Window window(WindowRequest request, String tenant, String keyId, Instant now) {
    return new Window(
        UUID.randomUUID().toString(),
        tenant,
        request.target(),
        request.from(),
        request.to(),
        request.reason(),
        now,
        "key " + keyId);
  }

  private static void unavailable(Context ctx) {
    Problem.answer(ctx, Reason.UNAVAILABLE, "This process knows no control topic");
  }
}
