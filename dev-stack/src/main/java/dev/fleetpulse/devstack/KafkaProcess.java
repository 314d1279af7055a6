package dev.fleetpulse.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The broker of {@link Kafka} as a child process: it can be killed and started again on the same
 * data.
 */
public final class KafkaProcess implements Component {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private final String classPath;
  private final Path data;
  private final int port;
  private final int controllerPort;
  private final Path log;
  private ChildProcess process;

  /**
   * Starts nothing yet.
   *
   * @param classPath of this module, in the form the JVM takes
   * @param data kept over restarts
   */
  public KafkaProcess(String classPath, Path data, int port, int controllerPort, Path log) {
    this.classPath = classPath;
    this.data = data;
    this.port = port;
    this.controllerPort = controllerPort;
    this.log = log;
  }

  @Override
  public String name() {
    return "kafka";
  }

  /** What clients take as {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  @Override
  public void start() {
    try {
      Files.createDirectories(data);
      Files.deleteIfExists(serves());
    } catch (IOException e) {
      throw new ComponentException("kafka can't write its data in " + data, e);
    }
    process = ChildProcess.start(new Launch(name(), List.of(), command(), Map.of(), "KILL", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    Readiness.await(name(), process, START_MAX, () -> Files.exists(serves()));
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop("TERM", STOP_MAX);
    }
  }

  private List<String> command() {
    var options = new ArrayList<>(List.of("-Xmx384m", "-XX:+UseSerialGC"));
    options.addAll(JavaProcess.PATIENT);
    options.add("-Dlogback.configurationFile=dev/fleetpulse/devstack/logback-host.xml");
    return JavaProcess.command(
        options,
        List.of(
            "-cp",
            classPath,
            KafkaHost.class.getName(),
            data.toString(),
            Integer.toString(port),
            Integer.toString(controllerPort),
            serves().toString()));
  }

  /** Beside the data, where the broker expects nothing but its own. */
  private Path serves() {
    return data.resolveSibling(data.getFileName() + ".serves");
  }
}
