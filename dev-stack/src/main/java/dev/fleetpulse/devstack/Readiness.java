package dev.fleetpulse.devstack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Waiting for a component by asking it again and again. */
final class Readiness {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(2);

  private Readiness() {}

  /** Asks once. */
  @FunctionalInterface
  interface Question {
    /**
     * Whether it is ready.
     *
     * @throws ComponentException if it never will be
     */
    boolean isReady();
  }

  /**
   * Waits for the first yes.
   *
   * @throws ComponentException if the process ended or the time is over, with the end of its log
   */
  static void await(String name, ChildProcess process, Duration bound, Question question)
      throws InterruptedException {
    var deadline = System.nanoTime() + bound.toNanos();
    while (!question.isReady()) {
      if (!process.isAlive()) {
        throw new ComponentException(process.obituary());
      }
      if (System.nanoTime() > deadline) {
        throw new ComponentException(
            "%s was not ready after %d s; the end of its log:%n%s"
                .formatted(name, bound.toSeconds(), process.endOfLog()));
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Whether a {@code GET} is answered with 200. */
  static boolean answers(URI uri) {
    try {
      var connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout((int) ANSWER_MAX.toMillis());
      connection.setReadTimeout((int) ANSWER_MAX.toMillis());
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }
}
