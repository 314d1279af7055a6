package dev.fleetpulse.devstack;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a small JVM of our own Java version. */
final class JavaProcess {
  static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private JavaProcess() {}

  /**
   * The command.
   *
   * @param options the JVM's own
   * @param program what follows: {@code -jar} and a file, or {@code -cp}, a class path and a class;
   *     then arguments
   */
  static List<String> command(List<String> options, List<String> program) {
    var words = new ArrayList<String>();
    words.add(JAVA_HOME.resolve("bin/java").toString());
    words.addAll(options);
    words.addAll(program);
    return words;
  }

  /**
   * Options that let the optimising compiler wait until code has proven hot ten times over. During
   * a start it would take a third of the processor for code that hardly runs again.
   */
  static final List<String> PATIENT =
      List.of(
          "-XX:Tier4InvocationThreshold=50000",
          "-XX:Tier4MinInvocationThreshold=6000",
          "-XX:Tier4CompileThreshold=150000",
          "-XX:Tier4BackEdgeThreshold=400000");

  /**
   * Options that let a JVM keep its loaded classes in a file when it ends and begin with them the
   * next time, which halves the work of a start. Where there is no such file, it is made; one that
   * does not fit the classes any more is neither used nor replaced, so the build deletes it.
   */
  static List<String> remembering(Path archive) {
    return List.of(
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + archive,
        // Not a word about files that do not fit, as a new one is made anyway.
        "-Xlog:cds*=off,aot*=off");
  }

  /** Where this class itself comes from: a folder of classes or a jar. */
  static Path ownClasses() {
    try {
      return Path.of(JavaProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
