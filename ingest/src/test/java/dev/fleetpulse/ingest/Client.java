package dev.fleetpulse.ingest;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An instance that reports to one ingest process, by default with a good key and as JSON. */
final class Client implements AutoCloseable {
  private static final Map<String, String> DEFAULTS =
      Map.of("Authorization", "Bearer " + TestKeys.INGEST, "Content-Type", "application/json");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final int port;

  Client(int port) {
    this.port = port;
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return post(path, body, Map.of());
  }

  HttpResponse<String> post(String path, String body, Map<String, String> headers)
      throws Exception {
    return send(request(path, BodyPublishers.ofString(body), headers)).get();
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).GET().build()).get();
  }

  HttpRequest request(String path, BodyPublisher body) {
    return request(path, body, Map.of());
  }

  /** With these headers on top of the usual ones; an empty one is left out. */
  HttpRequest request(String path, BodyPublisher body, Map<String, String> headers) {
    var all = new HashMap<>(DEFAULTS);
    all.putAll(headers);
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20)).POST(body);
    all.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            request.header(name, value);
          }
        });
    return request.build();
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
