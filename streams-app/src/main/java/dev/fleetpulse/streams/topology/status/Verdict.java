package dev.fleetpulse.streams.topology.status;

import dev.fleetpulse.schemas.Heartbeat;
import java.util.Locale;
import java.util.Set;

/**
 * A status and why.
 *
 * @param reason in words
 */
record Verdict(Status status, String reason) {
  private static final Set<String> BAD = Set.of("degraded", "unhealthy");
  private static final String STOPPING = "stopping";

  /** What a heartbeat says of its instance. */
  static Verdict of(Heartbeat heartbeat) {
    var server = heartbeat.getServer();
    var word =
        server == null || server.getStatus() == null
            ? ""
            : server.getStatus().toLowerCase(Locale.ROOT);
    if (word.equals(STOPPING)) {
      return new Verdict(Status.STOPPED, "the instance announced that it stops");
    }
    if (BAD.contains(word)) {
      return new Verdict(Status.DEGRADED, "the instance reports " + word);
    }
    var routes = heartbeat.getRoutes();
    var unhealthy = routes == null || routes.getUnhealthy() == null ? 0 : routes.getUnhealthy();
    if (unhealthy > 0) {
      return new Verdict(Status.DEGRADED, "unhealthy routes: " + unhealthy);
    }
    return new Verdict(Status.HEALTHY, "heartbeat received");
  }

  /**
   * What silence says of an instance.
   *
   * @param downAfterMs the threshold that has passed
   */
  static Verdict ofSilence(long downAfterMs) {
    return new Verdict(Status.DOWN, "nothing received for " + downAfterMs / 1000 + " s");
  }
}
