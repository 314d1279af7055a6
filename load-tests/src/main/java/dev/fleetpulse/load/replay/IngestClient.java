package dev.fleetpulse.load.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fleetpulse.load.recording.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Sends single heartbeats and errors to an ingest server over connections that are kept open. */
public final class IngestClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  // Ingest itself answers 503 after five seconds without its broker.
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
  private static final int REASON_LENGTH_MAX = 100;
  private static final int ACCEPTED = 202;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final URI heartbeats;
  private final URI errors;
  private final Optional<String> key;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Connects to nothing yet.
   *
   * @param url base of the server, for example {@code http://127.0.0.1:9400}
   * @param key sent as a bearer token where there is one
   */
  public IngestClient(URI url, Optional<String> key) {
    this.heartbeats = url.resolve("/api/v1/heartbeat");
    this.errors = url.resolve("/api/v1/errors");
    this.key = key;
  }

  /** Sends one report with the client's own key and waits for the answer. */
  public Answer send(Event.Kind kind, byte[] body) throws InterruptedException {
    return send(kind, body, key);
  }

  /**
   * Sends one report and waits for the answer.
   *
   * @param with the key in place of the client's own
   */
  public Answer send(Event.Kind kind, byte[] body, Optional<String> with)
      throws InterruptedException {
    var request =
        HttpRequest.newBuilder(
                switch (kind) {
                  case HEARTBEAT -> heartbeats;
                  case ERROR -> errors;
                })
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(body));
    with.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    try {
      return answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      return new Answer.Unreachable(e.getClass().getSimpleName());
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private Answer answer(HttpResponse<byte[]> response) {
    return switch (response.statusCode()) {
      case ACCEPTED -> new Answer.Accepted();
      case TOO_MANY_REQUESTS, UNAVAILABLE ->
          new Answer.Busy(response.statusCode(), retryAfter(response));
      default -> new Answer.Refused(reason(response));
    };
  }

  private static Optional<Duration> retryAfter(HttpResponse<?> response) {
    try {
      return response
          .headers()
          .firstValue("Retry-After")
          .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.strip())));
    } catch (NumberFormatException aDate) {
      // A date is allowed, too; ours sends seconds, and without them we wait as we see fit.
      return Optional.empty();
    }
  }

  /** Status and title: the detail names values, and there would be as many reasons as requests. */
  private String reason(HttpResponse<byte[]> response) {
    var reason = response.statusCode() + " " + title(response.body());
    return reason.strip().substring(0, Math.min(REASON_LENGTH_MAX, reason.strip().length()));
  }

  private String title(byte[] body) {
    try {
      return json.readTree(body).path("title").asText();
    } catch (JsonProcessingException notJson) {
      return "";
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory", e);
    }
  }
}
