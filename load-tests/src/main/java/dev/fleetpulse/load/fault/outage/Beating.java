package dev.fleetpulse.load.fault.outage;

import dev.fleetpulse.load.recording.Event;
import dev.fleetpulse.load.replay.IngestClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Instances that send a heartbeat each interval and take no notice of whether it arrives, as those
 * do that have no queue. Some can be killed.
 */
final class Beating implements AutoCloseable {
  private final IngestClient ingest;
  private final int instances;
  private final Duration interval;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Set<Integer> dead = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new ArrayList<>();

  /** Sends nothing yet. */
  Beating(IngestClient ingest, int instances, Duration interval) {
    this.ingest = ingest;
    this.instances = instances;
    this.interval = interval;
  }

  /** All instances begin, spread over one interval. */
  void start() {
    for (var number = 0; number < instances; number++) {
      var instance = number;
      threads.add(Thread.ofVirtual().start(() -> live(instance)));
    }
  }

  /** Those with these numbers never send again. */
  void kill(Set<Integer> numbers) {
    dead.addAll(numbers);
  }

  static String id(int number) {
    return "outage-%05d".formatted(number);
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void live(int number) {
    try {
      var next = System.nanoTime() + ThreadLocalRandom.current().nextLong(interval.toNanos());
      while (!ended.await(next - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        if (dead.contains(number)) {
          return;
        }
        var _ = ingest.send(Event.Kind.HEARTBEAT, body(number));
        next += interval.toNanos();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] body(int number) {
    return """
        {"instanceId":"%s","timestamp":%d,"app":"outage",
         "server":{"name":"outage","status":"healthy","port":8080,"pid":4711,"uptime":86400}}
        """
        .formatted(id(number), System.currentTimeMillis())
        .getBytes(StandardCharsets.UTF_8);
  }
}
