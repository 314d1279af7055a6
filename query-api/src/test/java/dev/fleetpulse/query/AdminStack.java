package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.query.QueryApi.Answer;
import dev.fleetpulse.query.alerts.AlertsEndpoint;
import dev.fleetpulse.query.analytics.AnalyticsEndpoint;
import dev.fleetpulse.query.audit.AuditEndpoint;
import dev.fleetpulse.query.audit.AuditTrail;
import dev.fleetpulse.query.command.Commands;
import dev.fleetpulse.query.command.KafkaCommands;
import dev.fleetpulse.query.errors.ErrorsEndpoint;
import dev.fleetpulse.query.fleet.Fleet;
import dev.fleetpulse.query.ledger.LedgerEndpoint;
import dev.fleetpulse.query.limit.KeyLimits;
import dev.fleetpulse.query.live.LiveEndpoint;
import dev.fleetpulse.query.maintenance.ControlledMaintenance;
import dev.fleetpulse.query.maintenance.MaintenanceEndpoint;
import dev.fleetpulse.query.patterns.PatternsEndpoint;
import dev.fleetpulse.query.repairs.RepairsEndpoint;
import dev.fleetpulse.query.request.Access;
import dev.fleetpulse.query.servers.ServersEndpoint;
import dev.fleetpulse.query.store.ClickHouse;
import dev.fleetpulse.query.store.Timescale;
import dev.fleetpulse.schemas.AuditEvent;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.Scope;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

/** What administrators need of one process, over the real broker and registry. */
public final class AdminStack implements AutoCloseable {
  private static final Duration PATIENCE = ofSeconds(60);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final TestDesk control;
  private final QueryServer server;

  /** Starts, and returns when all of control is read. */
  public AdminStack(Components components) {
    var meters = new SimpleMeterRegistry();
    var clock = InstantSource.system();
    control = opens(new TestDesk(components, clock, meters));
    var audit =
        opens(
            new KafkaCommands<>(
                components.kafka(), control.topics().audit(), AuditEvent::getTenant));
    var timescale = new Timescale(null);
    var clickHouse = opens(new ClickHouse("http://127.0.0.1:1", "nobody", "nothing", "nowhere"));
    var trail = new AuditTrail(audit, clock);
    var maintenance = new ControlledMaintenance(control.desk(), trail);
    server =
        opens(
            new QueryServer(
                "127.0.0.1",
                0,
                new Access(control.keys(), new KeyLimits(QueryApi.UNLIMITED)),
                new ServersEndpoint(
                    Fleet.withoutLog(),
                    timescale,
                    clickHouse,
                    Duration.ofDays(2),
                    Commands.none(),
                    Commands.none(),
                    clock),
                new RepairsEndpoint(timescale),
                new AnalyticsEndpoint(
                    timescale, clickHouse, Duration.ofDays(2), clock, Optional.empty()),
                new ErrorsEndpoint(
                    timescale, clickHouse, Commands.none(), AuditTrail.none(), clock),
                new AlertsEndpoint(timescale, Commands.none(), clock),
                new LedgerEndpoint(timescale, clock),
                new MaintenanceEndpoint(Optional.of(maintenance), clock),
                new PatternsEndpoint(timescale, clock),
                new LiveEndpoint(control.keys(), Optional.empty()),
                new Administration(
                    new AuditEndpoint(timescale, clock), Optional.of(control.endpoints(trail))),
                meters));
    server.start();
  }

  /** A key of a tenant, made beside the API. */
  public String key(String tenant, Scope... scopes) {
    var order = new KeyOrder(tenant, Set.of(scopes), new Binding.Tenant());
    return control.desk().writer().create(order).text();
  }

  /** The topics in use. */
  public Topics topics() {
    return control.topics();
  }

  /** Asks, and asks again while the broker is too slow for a fresh key on a machine under load. */
  public Answer get(String path, String key) {
    return send("GET", path, key, HttpRequest.BodyPublishers.noBody());
  }

  /** Sends a body. */
  public Answer post(String path, String key, String body) {
    return send("POST", path, key, HttpRequest.BodyPublishers.ofString(body));
  }

  /** Sends no body. */
  public Answer delete(String path, String key) {
    return send("DELETE", path, key, HttpRequest.BodyPublishers.noBody());
  }

  private Answer send(String method, String path, String key, HttpRequest.BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + key)
            .method(method, body)
            .build();
    return await().atMost(PATIENCE).until(() -> send(request), answer -> answer.status() != 503);
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(
        answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("What a test has opened must close", e);
      }
    }
    http.close();
  }

  private <T extends AutoCloseable> T opens(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
