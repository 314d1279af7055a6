package dev.fleetpulse.load.stack;

import dev.fleetpulse.devstack.KafkaProcess;
import dev.fleetpulse.devstack.Program;
import dev.fleetpulse.service.access.NewKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes our own programs for one run, each a process that can be killed and started again at its
 * old address. None is started yet.
 */
public final class OwnPrograms {
  private final ClassPaths classPaths;
  private final String registryUrl;
  private final Path state;
  private final Path logs;
  private final List<String> jvmOptions;

  /**
   * What all of them share.
   *
   * @param folder for data, state and logs
   * @param jvmOptions of each of them
   */
  public OwnPrograms(
      ClassPaths classPaths, String registryUrl, Path folder, List<String> jvmOptions) {
    this.classPaths = classPaths;
    this.registryUrl = registryUrl;
    this.state = folder.resolve("state");
    this.logs = folder.resolve("logs");
    this.jvmOptions = List.copyOf(jvmOptions);
  }

  /**
   * A key as the setting FLEETPULSE_KEYS takes it.
   *
   * @param scopes with a plus between them
   */
  public static String setting(NewKey key, String tenant, String scopes) {
    return "%s:%s:%s:%s"
        .formatted(
            key.key().id(), tenant, scopes, HexFormat.of().formatHex(key.key().secret().bytes()));
  }

  /** Where the registry is. */
  public String registryUrl() {
    return registryUrl;
  }

  /**
   * Takes heartbeats and errors.
   *
   * @param settings beside where the broker, the registry and its ports are
   */
  public OwnProgram ingest(KafkaProcess broker, Map<String, String> settings) throws IOException {
    var all = new HashMap<>(settings);
    all.putAll(log(broker));
    return OwnProgram.serving(
        "ingest", code("ingest", "dev.fleetpulse.ingest.IngestMain"), all, logs);
  }

  /**
   * All rooms and sinks.
   *
   * @param settings beside where the broker, the registry, the stores, its state and its port are
   */
  public OwnProgram streams(KafkaProcess broker, OwnStores stores, Map<String, String> settings)
      throws IOException {
    var all = new HashMap<>(settings);
    all.putAll(log(broker));
    all.putAll(stores.settings(OwnStores.SINK));
    all.put("FLEETPULSE_STATE_DIR", state.toString());
    return working("streams", "streams-app", "dev.fleetpulse.streams.StreamsMain", all);
  }

  /**
   * Answers questions.
   *
   * @param settings beside where the broker, the registry, the stores and its ports are, or instead
   */
  public OwnProgram query(KafkaProcess broker, OwnStores stores, Map<String, String> settings)
      throws IOException {
    var all = new HashMap<>(stores.settings(OwnStores.API));
    all.putAll(log(broker));
    all.putAll(settings);
    return OwnProgram.serving(
        "query", code("query-api", "dev.fleetpulse.query.QueryMain"), all, logs);
  }

  /**
   * Any other that has nothing but a management port.
   *
   * @param module whose class path it has
   */
  public OwnProgram working(
      String name, String module, String mainClass, Map<String, String> settings)
      throws IOException {
    return OwnProgram.working(name, code(module, mainClass), settings, logs);
  }

  private Program.Code code(String module, String mainClass) throws IOException {
    return new Program.Code(classPaths.of(module), mainClass, Optional.empty(), jvmOptions);
  }

  private Map<String, String> log(KafkaProcess broker) {
    return Map.of(
        "FLEETPULSE_KAFKA", broker.bootstrapServers(), "FLEETPULSE_REGISTRY_URL", registryUrl);
  }
}
