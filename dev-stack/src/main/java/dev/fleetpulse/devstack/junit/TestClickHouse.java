package dev.fleetpulse.devstack.junit;

import dev.fleetpulse.devstack.ClickHouseEndpoint;
import dev.fleetpulse.devstack.ComponentException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Makes and drops databases. */
record TestClickHouse(String url, String user, String password) {
  /** Of every test database's name; users with few rights have them on these. */
  static final String PREFIX = "fleetpulse_test_";

  /**
   * Which rows a user sees is told by a database's name before there is one, so the names are
   * known.
   */
  static final List<String> NAMES =
      IntStream.rangeClosed(1, 99).mapToObj(number -> PREFIX + number).toList();

  private static final AtomicInteger TAKEN = new AtomicInteger();

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  /** One that no test of this process has had. */
  static String freshName() {
    return NAMES.get(TAKEN.getAndIncrement());
  }

  ClickHouseEndpoint create(String name) {
    execute("CREATE DATABASE " + name);
    return new ClickHouseEndpoint(url, user, password, name);
  }

  void drop(ClickHouseEndpoint endpoint) {
    execute("DROP DATABASE IF EXISTS " + endpoint.database());
  }

  private void execute(String sql) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(ANSWER_MAX)
            .header("X-ClickHouse-User", user)
            .header("X-ClickHouse-Key", password)
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new ComponentException(sql + ": " + answer.body());
      }
    } catch (IOException e) {
      throw new ComponentException(sql + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException(sql + ": interrupted", e);
    }
  }
}
