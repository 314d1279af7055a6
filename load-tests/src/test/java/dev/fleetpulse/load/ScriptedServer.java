package dev.fleetpulse.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers as a test tells it to, and remembers what it was asked. */
public final class ScriptedServer implements AutoCloseable {
  public static final Reply ACCEPTED = new Reply(202, Map.of(), "{\"received\":true}");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** What the server says to a request. */
  @FunctionalInterface
  public interface Script {
    Reply answer(Asked asked);
  }

  /** A request as it came. */
  public record Asked(String path, String query, String authorization, String body) {
    public JsonNode json() {
      try {
        return new JsonMapper().readTree(body);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(body, e);
      }
    }
  }

  /** An answer. */
  public record Reply(int status, Map<String, String> headers, String body) {
    public static Reply problem(int status, String title) {
      return new Reply(
          status,
          Map.of("Content-Type", "application/problem+json"),
          "{\"title\":\"" + title + "\",\"detail\":\"it differs\"}");
    }

    public static Reply json(String body) {
      return new Reply(200, Map.of("Content-Type", "application/json"), body);
    }
  }

  private ScriptedServer(HttpServer server) {
    this.server = server;
  }

  public static ScriptedServer start(Script script) throws IOException {
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var scripted = new ScriptedServer(http);
    http.setExecutor(scripted.threads);
    http.createContext("/", exchange -> scripted.answer(exchange, script));
    http.start();
    return scripted;
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, Script script) throws IOException {
    try (exchange) {
      var request =
          new Asked(
              exchange.getRequestURI().getPath(),
              exchange.getRequestURI().getQuery(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      var reply = script.answer(request);
      reply.headers.forEach(exchange.getResponseHeaders()::set);
      var body = reply.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
