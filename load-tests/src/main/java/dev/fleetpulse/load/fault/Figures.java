package dev.fleetpulse.load.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a process of ours says of itself on its management port. */
public final class Figures {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final Duration COLLECTION_MAX = Duration.ofSeconds(30);

  private final URI management;

  /** Asks nothing yet. */
  public Figures(URI management) {
    this.management = management;
  }

  /** The sum of all metrics whose line begins with the given text: a name, and labels. */
  public double sum(String beginning) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(management.resolve("/metrics")).timeout(ANSWER_MAX).build();
      var answer = http.send(request, BodyHandlers.ofString());
      return answer
          .body()
          .lines()
          .filter(line -> line.startsWith(beginning))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  /** Lets a JVM of this user collect its garbage, so that what it uses is what it needs. */
  static void collectGarbage(long pid) throws InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      var collection =
          new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collection.waitFor(COLLECTION_MAX.toMillis(), TimeUnit.MILLISECONDS)
          || collection.exitValue() != 0) {
        collection.destroyForcibly();
        throw new IllegalStateException("process " + pid + " did not collect its garbage");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't run " + jcmd, e);
    }
  }
}
