package dev.fleetpulse.ingest;

import dev.fleetpulse.ingest.limit.LimitSettings;
import dev.fleetpulse.ingest.request.Fields;
import dev.fleetpulse.ingest.scrub.ScrubSettings;
import dev.fleetpulse.service.Env;
import dev.fleetpulse.service.access.AccessKeys;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings of an ingest process.
 *
 * @param kafka bootstrap servers
 * @param registryUrl base of a Confluent-compatible schema registry
 * @param host address both ports are bound to
 * @param port of the API; 0 picks a free one
 * @param managementPort of health and metrics; 0 picks a free one
 * @param keys who may send beside those whom the control topic lets
 * @param ingestor id of this process, the same over restarts
 * @param downAfter silence after which an instance counts as down
 * @param canary base of the public URL that must answer, or ticks are not sent
 * @param limits of what may come in
 * @param scrub what is taken out of reports beside the secrets that are known
 */
record IngestConfig(
    String kafka,
    String registryUrl,
    String host,
    int port,
    int managementPort,
    AccessKeys keys,
    String ingestor,
    Duration downAfter,
    Optional<URI> canary,
    LimitSettings limits,
    ScrubSettings scrub) {
  private static final int PORT_MAX = 65_535;
  private static final Duration DOWN_AFTER_MAX = Duration.ofDays(1);

  IngestConfig {
    if (ingestor.length() > Fields.NAME_CHARS_MAX) {
      throw new IllegalArgumentException(
          "FLEETPULSE_INGESTOR must not be longer than %d characters: %s"
              .formatted(Fields.NAME_CHARS_MAX, ingestor));
    }
    if (downAfter.compareTo(DOWN_AFTER_MAX) > 0) {
      throw new IllegalArgumentException(
          "FLEETPULSE_DOWN_AFTER must not be longer than %s: %s"
              .formatted(DOWN_AFTER_MAX, downAfter));
    }
  }

  /**
   * Reads and checks everything.
   *
   * @throws IllegalArgumentException naming the setting that is missing, wrong or unknown
   */
  static IngestConfig from(Env env) {
    var config =
        new IngestConfig(
            env.require("KAFKA"),
            env.require("REGISTRY_URL"),
            env.get("HOST", "127.0.0.1"),
            env.integer("PORT", 9400, 0, PORT_MAX),
            env.integer("MANAGEMENT_PORT", 9410, 0, PORT_MAX),
            env.find("KEYS").map(AccessKeys::parse).orElseGet(AccessKeys::none),
            env.find("INGESTOR").orElseGet(IngestConfig::hostname),
            env.duration("DOWN_AFTER", "PT180S"),
            env.find("CANARY_URL").map(IngestConfig::publicUrl),
            LimitSettings.from(env),
            ScrubSettings.from(env));
    env.refuseUnread();
    return config;
  }

  private static URI publicUrl(String text) {
    try {
      var url = new URI(text);
      var isHttp =
          "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
      if (isHttp
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException notUrl) {
      // Answered below, together with other addresses.
    }
    throw new IllegalArgumentException(
        "FLEETPULSE_CANARY_URL must be http:// or https://, a host and at most a path: " + text);
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "FLEETPULSE_INGESTOR is required, because this machine has no name", e);
    }
  }
}
