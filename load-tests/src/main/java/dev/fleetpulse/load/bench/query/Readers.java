package dev.fleetpulse.load.bench.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;

/** Many who ask at once, each again as soon as it is answered. */
final class Readers {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final int count;
  private final URI api;
  private final List<String> keys;
  private final ConcurrentHistogram times = new ConcurrentHistogram(3);
  private final AtomicLong failed = new AtomicLong();

  /** What came of it; times in microseconds. */
  record Outcome(long answered, long failed, long median, long p99) {}

  /** Asks nothing yet; the readers share the keys evenly. */
  Readers(int count, URI api, List<String> keys) {
    this.count = count;
    this.api = api;
    this.keys = List.copyOf(keys);
  }

  /** Asks for so long, one of the paths by chance each time. */
  Outcome ask(List<String> paths, Duration time) throws InterruptedException {
    times.reset();
    failed.set(0);
    var end = System.nanoTime() + time.toNanos();
    try (var http = HttpClient.newHttpClient();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var i = 0; i < count; i++) {
        var key = keys.get(i % keys.size());
        var _ = threads.submit(() -> read(http, key, paths, end));
      }
      threads.shutdown();
      threads.awaitTermination(time.plus(ANSWER_MAX).toSeconds(), TimeUnit.SECONDS);
    }
    return new Outcome(
        times.getTotalCount(),
        failed.get(),
        times.getValueAtPercentile(50),
        times.getValueAtPercentile(99));
  }

  private void read(HttpClient http, String key, List<String> paths, long end) {
    while (System.nanoTime() < end) {
      var path = paths.get(ThreadLocalRandom.current().nextInt(paths.size()));
      var began = System.nanoTime();
      try {
        var request =
            HttpRequest.newBuilder(api.resolve(path))
                .timeout(ANSWER_MAX)
                .header("x-api-key", key)
                .build();
        var answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
          failed.incrementAndGet();
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      times.recordValue((System.nanoTime() - began) / 1_000);
    }
  }
}
