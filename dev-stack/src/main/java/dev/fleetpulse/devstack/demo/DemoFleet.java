package dev.fleetpulse.devstack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Synthetic instances that send heartbeats and errors over HTTP like real ones. */
public final class DemoFleet implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoFleet.class);
  private static final List<DemoApp> APPS = List.of(DemoApp.values());
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration FIRST_WITHIN = Duration.ofSeconds(10);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
  private static final int ACCEPTED = 202;
  private static final long SEED = 42;

  private final URI ingest;
  private final String key;
  private final int instances;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Thread> threads = new ArrayList<>();
  private final AtomicBoolean accepted = new AtomicBoolean(true);

  /**
   * Sends nothing yet.
   *
   * @param ingest where to, without a path
   * @param instances how many
   */
  public DemoFleet(URI ingest, String key, int instances) {
    this.ingest = ingest;
    this.key = key;
    this.instances = instances;
  }

  /** Every instance shows itself within seconds, then beats once a minute, each at its own time. */
  public synchronized void start() {
    var random = new SplittableRandom(SEED);
    var now = Instant.now();
    for (var number = 0; number < instances; number++) {
      var own = random.split();
      var instance = new DemoInstance(APPS.get(number % APPS.size()), number, own, now);
      threads.add(Thread.ofVirtual().name("demo-" + number).start(() -> live(instance, own)));
    }
  }

  @Override
  public synchronized void close() {
    threads.forEach(Thread::interrupt);
    client.shutdownNow();
  }

  private void live(DemoInstance instance, RandomGenerator random) {
    try {
      Thread.sleep(random.nextLong(FIRST_WITHIN.toMillis()));
      beat(instance);
      Thread.sleep(random.nextLong(INTERVAL.toMillis()));
      while (true) {
        beat(instance);
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat(DemoInstance instance) throws InterruptedException {
    var beat = instance.beat(Instant.now());
    if (beat.isPresent()) {
      send("/api/v1/heartbeat", beat.get().heartbeat());
      if (beat.get().error().isPresent()) {
        send("/api/v1/errors", beat.get().error().get());
      }
    }
  }

  private void send(String path, Map<String, Object> body) throws InterruptedException {
    try {
      var request =
          HttpRequest.newBuilder(ingest.resolve(path))
              .timeout(ANSWER_MAX)
              .header("Authorization", "Bearer " + key)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
              .build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == ACCEPTED) {
        accepted.set(true);
      } else {
        reportOnce(path, answer.statusCode() + " " + answer.body());
      }
    } catch (IOException e) {
      reportOnce(path, e.toString());
    }
  }

  /** Once until ingest accepts again, not for each of thousands of requests. */
  private void reportOnce(String path, String reason) {
    if (accepted.compareAndSet(true, false)) {
      LOG.warn("Demo fleet: {} was not accepted: {}", path, reason);
    }
  }
}
