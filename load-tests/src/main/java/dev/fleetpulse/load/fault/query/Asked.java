package dev.fleetpulse.load.fault.query;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Readers who ask all questions over and over, and what each was answered in the present phase. */
final class Asked implements AutoCloseable {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
  private static final int READERS_EACH = 3;

  private final URI api;
  private final String key;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private Map<Question, Answers> phase = new EnumMap<>(Question.class);
  private volatile boolean ended;

  /**
   * What one question was answered.
   *
   * @param unavailable told that a store is away, by its name
   * @param broken anything else, no answer included
   * @param slowestMs of all of them
   */
  record Answers(long good, long unavailable, long broken, long slowestMs, String last) {
    static final Answers NONE = new Answers(0, 0, 0, 0, "");

    Answers and(Question question, int status, String body, long ms) {
      var isGood = status == 200;
      var isAway = status == 503 && question.names(body);
      return new Answers(
          good + (isGood ? 1 : 0),
          unavailable + (isAway ? 1 : 0),
          broken + (isGood || isAway ? 0 : 1),
          Math.max(slowestMs, ms),
          isGood ? last : status + " " + body);
    }
  }

  Asked(URI api, String key) {
    this.api = api;
    this.key = key;
  }

  /** Begins to ask. */
  void start() {
    for (var question : Question.values()) {
      for (var i = 0; i < READERS_EACH; i++) {
        var _ = threads.submit(() -> ask(question));
      }
    }
  }

  /** What came since the last call. */
  synchronized Map<Question, Answers> takePhase() {
    var taken = phase;
    phase = new EnumMap<>(Question.class);
    return taken;
  }

  /** Whether the question is answered well right now. */
  boolean isAnswered(Question question) throws InterruptedException {
    try {
      return http.send(request(question), BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    ended = true;
    threads.shutdownNow();
    http.shutdownNow();
  }

  private void ask(Question question) {
    while (!ended) {
      var began = System.nanoTime();
      var status = 0;
      var body = "";
      try {
        var answer = http.send(request(question), BodyHandlers.ofString());
        status = answer.statusCode();
        body = answer.body();
      } catch (IOException e) {
        body = e.toString();
      } catch (InterruptedException e) {
        return;
      }
      var ms = Duration.ofNanos(System.nanoTime() - began).toMillis();
      synchronized (this) {
        var told = body;
        var code = status;
        phase.merge(
            question,
            Answers.NONE.and(question, code, told, ms),
            (before, _) -> before.and(question, code, told, ms));
      }
    }
  }

  private HttpRequest request(Question question) {
    return HttpRequest.newBuilder(api.resolve(question.path()))
        .timeout(ANSWER_MAX)
        .header("x-api-key", key)
        .build();
  }
}
