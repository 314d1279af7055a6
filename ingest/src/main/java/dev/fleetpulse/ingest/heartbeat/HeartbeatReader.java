package dev.fleetpulse.ingest.heartbeat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.request.Fields;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.HeartbeatAlert;
import dev.fleetpulse.schemas.LastRepair;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the record of a heartbeat out of its JSON, or says which fields don't allow it. */
public final class HeartbeatReader {
  private static final String NO_APP = "unknown";
  private static final int METADATA_BYTES_MAX = 8 * 1024;
  private static final int PORT_MAX = 65_535;

  private final Ingestor ingestor;
  private final DownAfter downAfter;
  private final TimeWindow window;

  /** Silence after which an instance counts as down. */
  @FunctionalInterface
  public interface DownAfter {
    /** That of a tenant's app, as it is now. */
    Duration of(String tenant, String app);
  }

  /** Stamps what it reads with the same threshold, whosever it is. */
  public HeartbeatReader(Ingestor ingestor, Duration downAfter, TimeWindow window) {
    this(ingestor, (tenant, app) -> downAfter, window);
  }

  /** Stamps what it reads with these. */
  public HeartbeatReader(Ingestor ingestor, DownAfter downAfter, TimeWindow window) {
    this.ingestor = ingestor;
    this.downAfter = downAfter;
    this.window = window;
  }

  /**
   * The heartbeat that the document describes.
   *
   * @param document is emptied
   */
  public Verdict<Heartbeat> read(String tenant, ObjectNode document) {
    // First, because reading takes the document apart.
    var hash = CanonicalHash.of(document);
    var fields = Fields.of(document);
    fields.keepSmallObject("metadata", METADATA_BYTES_MAX);
    var heartbeat = new Heartbeat();
    heartbeat.setTenant(tenant);
    heartbeat.setInstanceId(fields.requiredName("instanceId"));
    heartbeat.setTimestampMs(fields.requiredTime("timestamp", window));
    heartbeat.setVersion(fields.text("version"));
    heartbeat.setServer(fields.object("server").map(HeartbeatReader::server).orElse(null));
    heartbeat.setApp(app(fields.name("app"), heartbeat.getServer()));
    heartbeat.setProcess(fields.object("process").map(HeartbeatReader::process).orElse(null));
    heartbeat.setRoutes(fields.object("routes").map(HeartbeatReader::routes).orElse(null));
    heartbeat.setRepairs(fields.object("repairs").map(HeartbeatReader::repairs).orElse(null));
    heartbeat.setUsage(fields.object("usage").map(HeartbeatReader::usage).orElse(null));
    heartbeat.setAlerts(alerts(fields.objects("alerts")));
    heartbeat.setRest(fields.rest());
    heartbeat.setHash(hash);
    heartbeat.setDownAfterMs(downAfter.of(tenant, heartbeat.getApp()).toMillis());
    heartbeat.setIngestor(ingestor.id());
    heartbeat.setIncarnation(ingestor.incarnation());
    return fields.verdictOn(heartbeat);
  }

  private static String app(String app, Server server) {
    if (app != null) {
      return app;
    }
    return server == null || server.getName() == null ? NO_APP : server.getName();
  }

  private static Server server(Fields fields) {
    return new Server(
        fields.name("name"),
        fields.integer("port", PORT_MAX),
        fields.wholeQuantity("uptime"),
        fields.text("status"),
        fields.count("pid"),
        fields.text("bootId"));
  }

  private static ProcessUsage process(Fields fields) {
    return new ProcessUsage(
        fields.quantity("memoryMB"),
        fields.quantity("cpuPercent"),
        fields.quantity("peakMemoryMB"));
  }

  private static Routes routes(Fields fields) {
    var slowest = fields.object("slowest");
    return new Routes(
        fields.integer("total", Integer.MAX_VALUE),
        fields.integer("healthy", Integer.MAX_VALUE),
        fields.integer("unhealthy", Integer.MAX_VALUE),
        slowest.map(route -> route.text("path")).orElse(null),
        slowest.map(route -> route.quantity("avgMs")).orElse(null));
  }

  private static Repairs repairs(Fields fields) {
    return new Repairs(
        fields.count("total"),
        fields.count("successes"),
        fields.count("failures"),
        fields.object("lastRepair").map(HeartbeatReader::lastRepair).orElse(null));
  }

  private static LastRepair lastRepair(Fields fields) {
    return new LastRepair(
        fields.longText("error"),
        fields.longText("resolution"),
        fields.flag("success"),
        fields.count("tokens"),
        fields.nanoDollars("cost"),
        fields.text("mode"),
        fields.text("model"),
        fields.wholeQuantity("durationMs"),
        fields.time("timestamp"));
  }

  private static Usage usage(Fields fields) {
    return new Usage(
        fields.count("totalTokens"),
        fields.nanoDollars("totalCost"),
        fields.count("totalCalls"),
        counters(fields.objectsByName("byCategory")),
        counters(fields.objectsByName("byModel")));
  }

  private static Map<String, UsageCounters> counters(Map<String, Fields> byName) {
    var counters = HashMap.<String, UsageCounters>newHashMap(byName.size());
    byName.forEach(
        (name, fields) ->
            counters.put(
                name,
                new UsageCounters(
                    fields.count("tokens"), fields.nanoDollars("cost"), fields.count("calls"))));
    return counters;
  }

  private static List<HeartbeatAlert> alerts(List<Fields> alerts) {
    return alerts.stream()
        .map(
            fields ->
                new HeartbeatAlert(
                    fields.requiredName("type"),
                    fields.longText("message"),
                    fields.text("severity"),
                    fields.time("timestamp")))
        .toList();
  }
}
