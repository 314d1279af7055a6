package dev.fleetpulse.load.bench.live;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Instances that each send one heartbeat a second over HTTP, spread evenly over the second, some of
 * them over each connection. Remembers when each was acknowledged.
 */
final class Beats implements AutoCloseable {
  private static final int ACCEPTED = 202;
  private static final int CONNECTIONS = 64;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final URI url;
  private final String key;
  private final int instances;
  private final Acknowledged acknowledged;
  private final Map<String, AtomicLong> refused = new ConcurrentHashMap<>();
  private final AtomicLongArray accepted;
  private final AtomicLongArray latestMs;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isEnding;

  /**
   * Sends nothing yet.
   *
   * @param url of ingest
   */
  Beats(URI url, String key, int instances, Acknowledged acknowledged) {
    this.url = url;
    this.key = key;
    this.instances = instances;
    this.acknowledged = acknowledged;
    this.accepted = new AtomicLongArray(instances);
    this.latestMs = new AtomicLongArray(instances);
  }

  static String id(int number) {
    return "live-%05d".formatted(number);
  }

  void start() {
    var start = System.nanoTime();
    for (var connection = 0; connection < CONNECTIONS; connection++) {
      var first = connection;
      threads.add(Thread.ofPlatform().name("beats-" + first).start(() -> run(first, start)));
    }
  }

  /** Ends the sending, and waits until all is answered. */
  void finish() throws InterruptedException {
    isEnding = true;
    for (var thread : threads) {
      thread.join();
    }
  }

  /** How many of an instance were accepted so far. */
  long accepted(int number) {
    return accepted.get(number);
  }

  long accepted() {
    var sum = 0L;
    for (var number = 0; number < instances; number++) {
      sum += accepted.get(number);
    }
    return sum;
  }

  /** How many were not accepted, by what was said. */
  Map<String, AtomicLong> refused() {
    return new TreeMap<>(refused);
  }

  /** The timestamp of the latest one that was accepted. */
  long latestMs(int number) {
    return latestMs.get(number);
  }

  @Override
  public void close() {
    isEnding = true;
  }

  /** Sends for every so many-th instance. */
  private void run(int first, long start) {
    while (!isEnding) {
      try (var line = new Line(url, key)) {
        // What could not be sent in time is left out, as an instance does that has no queue.
        for (var second = (System.nanoTime() - start) / SECOND + 1; !isEnding; second++) {
          for (var number = first; number < instances && !isEnding; number += CONNECTIONS) {
            awaitDue(start + second * SECOND + number * SECOND / instances);
            send(line, number);
          }
        }
      } catch (IOException e) {
        count(e.toString());
      }
    }
  }

  private void awaitDue(long due) {
    for (var wait = due - System.nanoTime();
        wait > 0 && !isEnding;
        wait = due - System.nanoTime()) {
      LockSupport.parkNanos(wait);
    }
  }

  private void send(Line line, int number) throws IOException {
    var timestampMs = System.currentTimeMillis();
    acknowledged.send(number, timestampMs);
    var status =
        line.post(
            """
            {"instanceId":"%s","timestamp":%d,"app":"live","version":"1.0.0",
             "server":{"name":"live","status":"healthy","port":8080,"pid":4711,"uptime":86400},
             "process":{"memoryMB":128,"cpuPercent":12}}
            """
                .formatted(id(number), timestampMs));
    if (status == ACCEPTED) {
      acknowledged.answer(number, timestampMs, System.nanoTime());
      accepted.incrementAndGet(number);
      latestMs.set(number, timestampMs);
    } else {
      count(Integer.toString(status));
    }
  }

  private void count(String reason) {
    refused.computeIfAbsent(reason, _ -> new AtomicLong()).incrementAndGet();
  }
}
