package dev.fleetpulse.load.bench.pipeline;

import dev.fleetpulse.load.fleet.SampleFleet;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.streams.sink.HeartbeatJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Instances that each send one heartbeat a minute over HTTP, spread evenly over the minute, whether
 * or not the answers keep up; in a thread of its own.
 */
final class SteadyFleet implements AutoCloseable {
  private static final int ACCEPTED = 202;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  /** More than that wait for an answer only where the server is far too slow. */
  private static final int UNDER_WAY_MAX = 2_000;

  private final URI heartbeats;
  private final String key;
  private final SampleFleet fleet;
  private final HeartbeatJson json = new HeartbeatJson();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Semaphore underWay = new Semaphore(UNDER_WAY_MAX);
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong latestMs = new AtomicLong();
  private Thread thread;

  /**
   * Sends nothing yet.
   *
   * @param url of ingest
   * @param minutes for which it sends
   */
  SteadyFleet(URI url, String key, int instances, int minutes) {
    this.heartbeats = url.resolve("/api/v1/heartbeat");
    this.key = key;
    this.fleet =
        new SampleFleet(instances, minutes, Instant.now().plus(Duration.ofMinutes(minutes)));
  }

  void start() {
    thread = Thread.ofPlatform().name("fleet").start(() -> fleet.forEach(this::send));
  }

  /** Waits until all has been sent and answered. */
  void finish() throws InterruptedException {
    thread.join();
    underWay.acquire(UNDER_WAY_MAX);
    underWay.release(UNDER_WAY_MAX);
  }

  long accepted() {
    return accepted.get();
  }

  /** Neither accepted nor on their way. */
  long refused() {
    return refused.get();
  }

  /** By how much the latest one left after its time. */
  Duration latest() {
    return Duration.ofMillis(latestMs.get());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private void send(Heartbeat heartbeat) {
    awaitDue(heartbeat.getTimestampMs());
    var request =
        HttpRequest.newBuilder(heartbeats)
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(json.of(heartbeat)))
            .build();
    underWay.acquireUninterruptibly();
    // What became of it is told to that method.
    var _ = http.sendAsync(request, BodyHandlers.discarding()).whenComplete(this::answered);
  }

  private void answered(HttpResponse<Void> answer, Throwable failure) {
    underWay.release();
    if (failure == null && answer.statusCode() == ACCEPTED) {
      accepted.incrementAndGet();
    } else {
      refused.incrementAndGet();
    }
  }

  /** A timestamp lies up to half a second after the place in the minute, so order is kept. */
  private void awaitDue(long timestampMs) {
    var waitMs = timestampMs - System.currentTimeMillis();
    if (waitMs > 0) {
      LockSupport.parkNanos(Duration.ofMillis(waitMs).toNanos());
    } else {
      latestMs.accumulateAndGet(-waitMs, Math::max);
    }
  }
}
