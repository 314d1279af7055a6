package dev.fleetpulse.devstack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One of our own programs as a child JVM; ready when its management port says so. */
public final class Program implements Component {
  private static final Duration START_MAX = Duration.ofSeconds(90);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  private final String name;
  private final Code code;
  private final Map<String, String> settings;
  private final URI readiness;
  private final Path log;
  private ChildProcess process;

  /**
   * What runs, and in how much memory.
   *
   * @param classPath in the form the JVM takes
   * @param archive where the JVM remembers loaded classes from one start to the next; only for a
   *     class path of nothing but jars, which folders of classes are not
   * @param jvmOptions beside those that every program of ours needs; they win over those
   */
  public record Code(
      String classPath, String mainClass, Optional<Path> archive, List<String> jvmOptions) {
    public Code {
      jvmOptions = List.copyOf(jvmOptions);
    }

    List<String> command() {
      var options = new ArrayList<>(JavaProcess.PATIENT);
      archive.map(JavaProcess::remembering).ifPresent(options::addAll);
      options.addAll(jvmOptions);
      options.add("-XX:+ExitOnOutOfMemoryError");
      options.add("--enable-native-access=ALL-UNNAMED");
      // Avro's runtime refuses to load generated classes outside the packages named here.
      options.add("-Dorg.apache.avro.SERIALIZABLE_PACKAGES=dev.fleetpulse.schemas");
      return JavaProcess.command(options, List.of("-cp", classPath, mainClass));
    }
  }

  /**
   * Starts nothing yet.
   *
   * @param settings its environment variables
   * @param readiness answers 200 when it does its work
   */
  public Program(String name, Code code, Map<String, String> settings, URI readiness, Path log) {
    this.name = name;
    this.code = code;
    this.settings = Map.copyOf(settings);
    this.readiness = readiness;
    this.log = log;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<ChildProcess> process() {
    return Optional.ofNullable(process);
  }

  @Override
  public void start() {
    process =
        ChildProcess.start(new Launch(name, List.of(), code.command(), settings, "KILL", log));
  }

  @Override
  public void awaitReady() throws InterruptedException {
    Readiness.await(name, process, START_MAX, () -> Readiness.answers(readiness));
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop("TERM", STOP_MAX);
    }
  }
}
