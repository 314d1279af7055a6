package dev.fleetpulse.load.fault;

import dev.fleetpulse.load.recording.Event;
import dev.fleetpulse.load.replay.Answer;
import dev.fleetpulse.load.replay.IngestClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Instances that each send one heartbeat after the other and, like a real client, the same one
 * again until it is acknowledged. No instance sends more often than once per pace, so that a fleet
 * stays within its limits whatever happens.
 */
final class Fleet implements AutoCloseable {
  private final IngestClient ingest;
  private final int instances;
  private final Duration pace;
  private final Journal journal;
  private final CountDownLatch finishing = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<Thread> threads = new ArrayList<>();

  /** Sends nothing yet. */
  Fleet(IngestClient ingest, int instances, Duration pace, Journal journal) {
    this.ingest = ingest;
    this.instances = instances;
    this.pace = pace;
    this.journal = journal;
  }

  /** All instances begin, spread over one pace. */
  void start() {
    for (var i = 0; i < instances; i++) {
      var instanceId = "fault-" + i;
      threads.add(Thread.ofVirtual().name(instanceId).start(() -> run(instanceId)));
    }
  }

  /**
   * Makes no new heartbeats and waits for the acknowledgement of those there are, which are given
   * up after the patience.
   */
  void finish(Duration patience) throws InterruptedException {
    finishing.countDown();
    var deadline = System.nanoTime() + patience.toNanos();
    for (var thread : threads) {
      if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
        break;
      }
    }
    close();
  }

  /** Ends all instances; requests in flight are still answered or time out. */
  @Override
  public void close() {
    finishing.countDown();
    ended.countDown();
    try {
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(String instanceId) {
    try {
      var spread = ThreadLocalRandom.current().nextLong(pace.toNanos());
      var last = 0L;
      while (!finishing.await(last == 0 ? spread : 0, TimeUnit.NANOSECONDS)) {
        last = Math.max(last + 1, System.currentTimeMillis());
        deliver(new HeartbeatId(instanceId, last));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver(HeartbeatId id) throws InterruptedException {
    journal.begun(id);
    var body = body(id);
    while (true) {
      var began = System.nanoTime();
      var answer = ingest.send(Event.Kind.HEARTBEAT, body);
      var took = Duration.ofNanos(System.nanoTime() - began);
      journal.answered(id, answer, took);
      var pause = pace.minus(took).toNanos();
      switch (answer) {
        case Answer.Accepted() -> {
          finishing.await(pause, TimeUnit.NANOSECONDS);
          return;
        }
        case Answer.Refused(var _) -> {
          finishing.await(pause, TimeUnit.NANOSECONDS);
          return;
        }
        case Answer.Busy(var _, var _) -> {
          if (ended.await(pause, TimeUnit.NANOSECONDS)) {
            return;
          }
        }
        case Answer.Unreachable(var _) -> {
          if (ended.await(pause, TimeUnit.NANOSECONDS)) {
            return;
          }
        }
      }
    }
  }

  private static byte[] body(HeartbeatId id) {
    return """
        {"instanceId":"%s","timestamp":%d,"app":"fault",
         "server":{"name":"fault","status":"healthy","port":8080,"pid":4711,"uptime":86400},
         "process":{"memoryMB":128,"cpuPercent":12.5,"peakMemoryMB":256},
         "usage":{"totalTokens":%d,"totalCost":0.12,"totalCalls":85,
          "byModel":{"model-a":{"tokens":30000,"cost":0.08,"calls":70}}}}
        """
        .formatted(id.instanceId(), id.timestampMs(), id.timestampMs() / 1000)
        .getBytes(StandardCharsets.UTF_8);
  }
}
