package dev.fleetpulse.query.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.query.live.TicketBook.Holder;
import dev.fleetpulse.query.request.ParameterError;
import dev.fleetpulse.query.request.Parsed;
import dev.fleetpulse.query.request.Problem;
import dev.fleetpulse.query.request.Reason;
import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Scope;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsConnectContext;
import io.javalin.websocket.WsContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** {@code WS /ws/live}, {@code GET /api/v1/live} and {@code POST /api/v1/live/tickets}. */
public final class LiveEndpoint {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final String SOCKET = "/ws/live";
  private static final String HOLDER = "live-holder";
  private static final String TICKET = "ticket";
  private static final int CREATED = 201;

  private final AccessKeys keys;
  private final Optional<Live> live;
  private final Map<String, LiveClient> sockets = new ConcurrentHashMap<>();

  /** Ends a request that was answered before it became a WebSocket. */
  private static final class Answered extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** What a client gets that asks for a ticket. */
  record IssuedTicket(String ticket, long validSeconds) {}

  /**
   * Tells what the stream has to tell.
   *
   * @param live nothing where this process knows no broker
   */
  public LiveEndpoint(AccessKeys keys, Optional<Live> live) {
    this.keys = keys;
    this.live = live;
  }

  /** Adds the routes. */
  public void addTo(RoutesConfig routes) {
    routes.post("/api/v1/live/tickets", this::issue);
    routes.get("/api/v1/live", this::stream);
    routes.wsBeforeUpgrade(SOCKET, this::upgrade);
    routes.ws(SOCKET, this::serve);
    routes.exception(Answered.class, (_, _) -> {});
  }

  private void issue(Context ctx) {
    var holder = live(ctx).isEmpty() ? Optional.<Holder>empty() : keyHolder(ctx);
    if (holder.isEmpty()) {
      return;
    }
    switch (live.orElseThrow().tickets().issue(holder.get())) {
      case Tickets.Issue.Issued(var ticket) ->
          ctx.status(CREATED).json(new IssuedTicket(ticket, TicketBook.VALID.toSeconds()));
      case Tickets.Issue.Unavailable() ->
          Problem.answer(ctx, Reason.UNAVAILABLE, "No ticket can be made now: ask again");
    }
  }

  private void stream(Context ctx) {
    if (live(ctx).isEmpty()) {
      return;
    }
    var subscription = subscription(ctx);
    if (subscription.isEmpty()) {
      return;
    }
    var holder = holder(ctx);
    if (holder.isEmpty()) {
      return;
    }
    ctx.contentType("text/event-stream").header("X-Accel-Buffering", "no");
    var ended = new CompletableFuture<Void>();
    ctx.future(
        () -> {
          var hub = live.orElseThrow().hub();
          try {
            ctx.res().flushBuffer();
            hub.add(
                    holder.get().tenant(),
                    holder.get().keyId(),
                    new StreamLine(ctx.res().getOutputStream()),
                    () -> ended.complete(null))
                .ifPresent(client -> hub.subscribe(client, subscription.get()));
          } catch (IOException e) {
            ended.complete(null);
          }
          return ended;
        });
  }

  private static Optional<Subscription> subscription(Context ctx) {
    Map<String, List<String>> given = new LinkedHashMap<>(ctx.queryParamMap());
    given.remove(TICKET);
    var lastEventId = ctx.header("Last-Event-ID");
    if (lastEventId != null && !lastEventId.isBlank()) {
      // What a browser adds by itself when it comes back is newer than what the page asked for.
      given.put("resume", List.of(lastEventId));
    }
    return switch (SubscriptionReading.read(given)) {
      case Parsed.Valid<Subscription>(var wanted) -> Optional.of(wanted);
      case Parsed.Invalid<Subscription>(var errors) -> {
        Problem.answer(ctx, errors);
        yield Optional.empty();
      }
    };
  }

  /** Judges a request before it becomes a WebSocket, because after that there is no status. */
  private void upgrade(Context ctx) {
    var unknown = new ArrayList<>(ctx.queryParamMap().keySet());
    unknown.remove(TICKET);
    if (!unknown.isEmpty()) {
      Problem.answer(
          ctx,
          List.of(
              new ParameterError(
                  "the query", "at most a ticket; send the subscription as a message", "more")));
    } else if (live(ctx).isPresent()) {
      holder(ctx).ifPresent(holder -> ctx.attribute(HOLDER, holder));
    }
    if (ctx.attribute(HOLDER) == null) {
      write(ctx);
      throw new Answered();
    }
  }

  /** Javalin itself writes no body where an upgrade is refused. */
  private static void write(Context ctx) {
    try {
      var body = Optional.ofNullable(ctx.result()).orElse("");
      ctx.res().getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(WsConfig socket) {
    socket.onConnect(this::connected);
    socket.onMessage(ctx -> find(ctx).ifPresent(client -> said(client, ctx.message())));
    socket.onBinaryMessage(ctx -> find(ctx).ifPresent(client -> client.end(Ending.NO_TEXT)));
    socket.onClose(ctx -> left(ctx));
    socket.onError(ctx -> left(ctx));
  }

  private void connected(WsConnectContext ctx) {
    Holder holder = ctx.attribute(HOLDER);
    var id = ctx.sessionId();
    live.orElseThrow()
        .hub()
        .add(holder.tenant(), holder.keyId(), new SocketLine(ctx.session), () -> sockets.remove(id))
        .ifPresent(client -> sockets.put(id, client));
  }

  private void said(LiveClient client, String message) {
    if (!client.isHeard()) {
      client.end(Ending.NOISY);
      return;
    }
    switch (read(message)) {
      case Parsed.Valid<Subscription>(var wanted) ->
          live.orElseThrow().hub().subscribe(client, wanted);
      case Parsed.Invalid<Subscription>(var errors) -> client.reply(refused(errors));
    }
  }

  private static Parsed<Subscription> read(String message) {
    JsonNode asked;
    try {
      asked = JSON.readTree(message);
    } catch (JsonProcessingException e) {
      return new Parsed.Invalid<>(
          List.of(new ParameterError("message", "JSON", e.getOriginalMessage())));
    }
    return SubscriptionReading.read(asked);
  }

  private static String refused(List<ParameterError> errors) {
    var answer = JsonNodeFactory.instance.objectNode().put("type", "refused");
    var list = answer.putArray("errors");
    for (var error : errors) {
      list.addObject()
          .put("parameter", error.parameter())
          .put("expected", error.expected())
          .put("was", error.was());
    }
    return answer.toString();
  }

  private Optional<LiveClient> find(WsContext ctx) {
    return Optional.ofNullable(sockets.get(ctx.sessionId()));
  }

  private void left(WsContext ctx) {
    find(ctx).ifPresent(LiveClient::gone);
  }

  /** The stream, where it has begun; otherwise the request is answered. */
  private Optional<Live> live(Context ctx) {
    var trouble = live.map(Live::trouble).orElse(Optional.of("this process knows no broker"));
    if (trouble.isPresent()) {
      Problem.answer(ctx, Reason.UNAVAILABLE, "There is nothing to tell now: " + trouble.get());
      return Optional.empty();
    }
    return live;
  }

  /** Whose key or ticket came with a request that wants to be told; otherwise it is answered. */
  private Optional<Holder> holder(Context ctx) {
    var ticket = ctx.queryParam(TICKET);
    var holder = ticket == null ? keyHolder(ctx) : redeem(ctx, ticket);
    var refusal = holder.flatMap(known -> live.orElseThrow().hub().refusal(known.keyId()));
    refusal.ifPresent(ending -> refuse(ctx, ending));
    return refusal.isPresent() ? Optional.empty() : holder;
  }

  private static void refuse(Context ctx, Ending ending) {
    Problem.answer(
        ctx, ending == Ending.FULL ? Reason.TOO_MANY : Reason.UNAVAILABLE, ending.words());
  }

  private Optional<Holder> redeem(Context ctx, String ticket) {
    return switch (live.orElseThrow().tickets().redeem(ticket)) {
      case Tickets.Redemption.Redeemed(var holder) -> Optional.of(holder);
      case Tickets.Redemption.Refused() -> {
        Problem.answer(
            ctx, Reason.UNAUTHENTICATED, "This ticket is none, was used before, or is too old");
        yield Optional.empty();
      }
      case Tickets.Redemption.Unavailable() -> {
        Problem.answer(ctx, Reason.UNAVAILABLE, "Whether the ticket is good can't be told now");
        yield Optional.empty();
      }
    };
  }

  private Optional<Holder> keyHolder(Context ctx) {
    return switch (keys.decide(ctx.header("Authorization"), ctx.header("x-api-key"), Scope.READ)) {
      case AccessDecision.Granted(var keyId, var tenant, _) ->
          Optional.of(new Holder(tenant, keyId));
      case AccessDecision.Unauthenticated(var reason) ->
          refused(ctx, Reason.UNAUTHENTICATED, reason);
      case AccessDecision.Forbidden(var reason) -> refused(ctx, Reason.FORBIDDEN, reason);
      case AccessDecision.Unavailable(var reason) -> refused(ctx, Reason.UNAVAILABLE, reason);
    };
  }

  private static Optional<Holder> refused(Context ctx, Reason reason, String detail) {
    Problem.answer(ctx, reason, detail);
    return Optional.empty();
  }
}
