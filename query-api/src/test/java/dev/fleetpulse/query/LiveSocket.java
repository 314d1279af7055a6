package dev.fleetpulse.query;

import static java.time.Duration.ofSeconds;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A WebSocket client that keeps all it is told. */
final class LiveSocket implements AutoCloseable {
  private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private WebSocket socket;

  /** Connects with a key. */
  static LiveSocket open(HttpClient http, int port, String key) {
    var opened = new LiveSocket();
    opened.socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + key)
            .connectTimeout(ofSeconds(60))
            .buildAsync(uri(port, ""), opened.new Listener())
            .join();
    return opened;
  }

  /** Connects as a browser does, with nothing but a ticket. */
  static LiveSocket openWith(HttpClient http, int port, String ticket) {
    var opened = new LiveSocket();
    opened.socket =
        http.newWebSocketBuilder()
            .connectTimeout(ofSeconds(60))
            .buildAsync(uri(port, "?ticket=" + ticket), opened.new Listener())
            .join();
    return opened;
  }

  /** The status with which a connection is refused. */
  static int refusal(HttpClient http, int port, String query, String key) {
    try {
      var builder = http.newWebSocketBuilder().connectTimeout(ofSeconds(60));
      if (key != null) {
        builder.header("Authorization", "Bearer " + key);
      }
      builder.buildAsync(uri(port, query), new LiveSocket().new Listener()).join().abort();
      return 101;
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  LiveSocket say(String message) {
    socket.sendText(message, true).join();
    return this;
  }

  /** Says what it wants, and answers with what the server says to that. */
  JsonNode subscribe(String message) {
    var before = messages.size();
    say(message);
    Awaitility.await().atMost(ofSeconds(60)).until(() -> messages.size() > before);
    return messages.get(before);
  }

  /** The first message of this kind, once it is there. */
  JsonNode await(Predicate<JsonNode> wanted) {
    return Awaitility.await()
        .atMost(ofSeconds(60))
        .until(() -> messages.stream().filter(wanted).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  List<JsonNode> messages() {
    return messages;
  }

  /** The code with which the server ends it. */
  int closeCode() {
    return closed.orTimeout(60, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static URI uri(int port, String query) {
    return URI.create("ws://127.0.0.1:" + port + "/ws/live" + query);
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        messages.add(QueryApi.json(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      closed.completeExceptionally(error);
    }
  }
}
