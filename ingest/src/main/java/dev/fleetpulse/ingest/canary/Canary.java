package dev.fleetpulse.ingest.canary;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the fleet's ingest each second through its public URL, as instances come: name, balancer,
 * certificate and all. Any ingest process may answer, because a balancer chooses; the nonce proves
 * that one did, now.
 */
public final class Canary implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int ANSWER_BYTES_MAX = 1024;

  private final URI url;
  private final PublicWay way = new PublicWay(System::nanoTime);
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("canary").factory());
  private HttpClient http;

  /**
   * Asks nothing yet, see {@link #start}.
   *
   * @param url base of the public URL, as instances know it
   */
  public Canary(URI url, MeterRegistry meters) {
    this.url = url;
    Gauge.builder("fleetpulse.ingest.canary.ok", way, open -> open.isOpen() ? 1 : 0)
        .description("Whether the public URL answered within the last seconds")
        .strongReference(true)
        .register(meters);
  }

  /** Asks at once and then every second. */
  public void start() {
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    var _ =
        schedule.scheduleWithFixedDelay(this::ask, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the public URL answered within the last seconds. */
  public boolean isAnswered() {
    return way.isOpen();
  }

  @Override
  public void close() {
    schedule.shutdownNow();
    if (http != null) {
      http.shutdownNow();
    }
  }

  private void ask() {
    var nonce = UUID.randomUUID().toString();
    try {
      var base = url.toString().replaceAll("/+$", "");
      var request =
          HttpRequest.newBuilder(URI.create(base + CanaryEndpoint.PATH + "?nonce=" + nonce))
              .timeout(TIMEOUT)
              .build();
      var asked =
          http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofString(), ANSWER_BYTES_MAX));
      try {
        judge(nonce, asked.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
      } finally {
        asked.cancel(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      way.failed("no answer within " + TIMEOUT);
    } catch (ExecutionException e) {
      way.failed(e.getCause().toString());
    } catch (RuntimeException e) {
      // Whatever it is, the next second must be tried.
      way.failed(e.toString());
    }
  }

  private void judge(String nonce, HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      way.failed("status " + answer.statusCode());
    } else if (!answer.body().equals(CanaryEndpoint.answer(nonce))) {
      way.failed("the answer is not that of an ingest process to this very question");
    } else {
      way.answered();
    }
  }
}
