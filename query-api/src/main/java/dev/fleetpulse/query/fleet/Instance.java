package dev.fleetpulse.query.fleet;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceState;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one instance, in as little memory as it takes: there may be a hundred thousand.
 * Figures that are not known are {@link #NONE}, {@link #NO_COUNT} or not a number.
 *
 * @param lowerId the id in small letters, for searching
 * @param name the server's, or the id where it has told none
 * @param lowerName in small letters
 * @param status as it was decided last, with {@code reason}, {@code statusSinceMs} and what follows
 *     as the evidence for it
 * @param heartbeatMs the timestamp of its latest heartbeat, by its own clock
 * @param partition of its heartbeats, whose clock decides; -1 where that is not known
 * @param skewMs how far its clock is behind ours
 * @param tags what it has in {@code metadata.tags}
 * @param lastRepairMs when it was last repaired, as its latest heartbeat has it
 * @param costNanos of the last 24 hours, nano-dollars, as of when costs were last asked for
 */
public record Instance(
    String id,
    String lowerId,
    String name,
    String lowerName,
    String app,
    String lowerApp,
    Status status,
    String reason,
    long statusSinceMs,
    long firstSeenMs,
    long lastContactMs,
    long heartbeatMs,
    long downAfterMs,
    long partitionClockMs,
    String ingestor,
    int partition,
    long skewMs,
    long revision,
    Map<String, String> tags,
    String version,
    long uptimeSeconds,
    double memoryMb,
    double cpuPercent,
    int routesTotal,
    int routesUnhealthy,
    String slowestPath,
    double slowestAvgMs,
    long lastRepairMs,
    long costNanos) {

  /** No such number, time or amount is known. */
  public static final long NONE = Long.MIN_VALUE;

  /** No such count is known. */
  public static final int NO_COUNT = Integer.MIN_VALUE;

  private static final Heartbeat NOTHING_TOLD = new Heartbeat();

  /**
   * Out of a state.
   *
   * @param costNanos what is known of its cost, or {@link #NONE}
   */
  static Instance of(String id, InstanceState state, long costNanos, Words words) {
    var heartbeat = Optional.ofNullable(state.getLastHeartbeat()).orElse(NOTHING_TOLD);
    var server = heartbeat.getServer();
    var process = heartbeat.getProcess();
    var routes = heartbeat.getRoutes();
    var repairs = heartbeat.getRepairs();
    var lowerId = Words.lower(id);
    var name = server == null || server.getName() == null ? id : server.getName();
    var app = words.same(state.getApp());
    return new Instance(
        id,
        lowerId,
        name.equals(id) ? id : name,
        name.equals(id) ? lowerId : Words.lower(name),
        app,
        words.same(Words.lower(app)),
        Status.of(state.getStatus()),
        words.same(state.getReason()),
        state.getStatusSinceMs(),
        state.getFirstSeenMs(),
        state.getLastContactMs(),
        state.getLastHeartbeat() == null ? NONE : heartbeat.getTimestampMs(),
        state.getDownAfterMs(),
        state.getPartitionClockMs(),
        words.same(state.getIngestor()),
        state.getPartition(),
        number(state.getSkewMs()),
        state.getRevision(),
        words.same(Tags.of(heartbeat)),
        words.same(heartbeat.getVersion()),
        server == null ? NONE : number(server.getUptimeSeconds()),
        process == null ? Double.NaN : measure(process.getMemoryMb()),
        process == null ? Double.NaN : measure(process.getCpuPercent()),
        routes == null ? NO_COUNT : count(routes.getTotal()),
        routes == null ? NO_COUNT : count(routes.getUnhealthy()),
        routes == null ? null : words.same(routes.getSlowestPath()),
        routes == null ? Double.NaN : measure(routes.getSlowestAvgMs()),
        repairs == null || repairs.getLast() == null
            ? NONE
            : number(repairs.getLast().getTimestampMs()),
        costNanos);
  }

  Instance withCost(long nanos) {
    return new Instance(
        id,
        lowerId,
        name,
        lowerName,
        app,
        lowerApp,
        status,
        reason,
        statusSinceMs,
        firstSeenMs,
        lastContactMs,
        heartbeatMs,
        downAfterMs,
        partitionClockMs,
        ingestor,
        partition,
        skewMs,
        revision,
        tags,
        version,
        uptimeSeconds,
        memoryMb,
        cpuPercent,
        routesTotal,
        routesUnhealthy,
        slowestPath,
        slowestAvgMs,
        lastRepairMs,
        nanos);
  }

  private static long number(Long given) {
    return given == null ? NONE : given;
  }

  private static int count(Integer given) {
    return given == null ? NO_COUNT : given;
  }

  private static double measure(Double given) {
    return given == null ? Double.NaN : given;
  }
}
