package dev.fleetpulse.load.bench.query;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands in front of ClickHouse and remembers what it is asked, so that it can be asked again. */
final class RecordingProxy implements AutoCloseable {
  /** Those that belong to one connection, or that the client writes itself. */
  private static final Set<String> NOT_REPEATED =
      Set.of(
          "host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings");

  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

  private final URI target;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<HttpRequest> asked = new ArrayList<>();

  /** Passes everything on to ClickHouse. */
  RecordingProxy(URI target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::pass);
    server.start();
  }

  /** Where to ask. */
  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was asked since the last call. */
  synchronized List<HttpRequest> take() {
    var taken = List.copyOf(asked);
    asked.clear();
    return taken;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.close();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var request =
          HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
              .timeout(ANSWER_MAX)
              .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
      for (var header : exchange.getRequestHeaders().entrySet()) {
        if (!NOT_REPEATED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          header.getValue().forEach(value -> request.header(header.getKey(), value));
        }
      }
      var built = request.build();
      synchronized (this) {
        asked.add(built);
      }
      var answer = http.send(built, BodyHandlers.ofByteArray());
      answer
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!NOT_REPEATED.contains(name.toLowerCase(Locale.ROOT))) {
                  exchange.getResponseHeaders().put(name, values);
                }
              });
      exchange.sendResponseHeaders(
          answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
