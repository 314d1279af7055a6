package dev.fleetpulse.load.bench.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** A client that wants the heartbeats of some instances, and takes them as fast as it is let. */
final class Client implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String HEARTBEAT = "\"type\":\"heartbeat\"";
  private static final Duration CONNECT_MAX = Duration.ofSeconds(60);

  private final boolean isFast;
  private final Heard heard;
  private final Map<String, Long> latestMs = new HashMap<>();
  private final AtomicLong told = new AtomicLong();
  private final AtomicLong drops = new AtomicLong();
  private final CompletableFuture<Void> subscribed = new CompletableFuture<>();
  private final StringBuilder text = new StringBuilder();
  private volatile boolean isClosed;
  private WebSocket socket;

  /** What is made of a heartbeat. */
  @FunctionalInterface
  interface Heard {
    void take(String instanceId, long timestampMs, long atNanos);
  }

  private Client(boolean isFast, Heard heard) {
    this.isFast = isFast;
    this.heard = heard;
  }

  /** One that reads whatever comes; subscribed when this returns. */
  static Client fast(HttpClient http, URI url, String key, List<Integer> instances, Heard heard)
      throws Exception {
    return new Client(true, heard).open(http, url, key, instances);
  }

  /** One that reads only when it is told to, see {@link #read}. */
  static Client slow(HttpClient http, URI url, String key, List<Integer> instances)
      throws Exception {
    return new Client(false, (_, _, _) -> {}).open(http, url, key, instances);
  }

  private Client open(HttpClient http, URI url, String key, List<Integer> instances)
      throws Exception {
    socket =
        http.newWebSocketBuilder()
            .header("Authorization", "Bearer " + key)
            .connectTimeout(CONNECT_MAX)
            .buildAsync(url, new Listener())
            .get(CONNECT_MAX.toSeconds(), TimeUnit.SECONDS);
    var servers =
        instances.stream().map(each -> '"' + Beats.id(each) + '"').collect(Collectors.joining(","));
    socket
        .sendText("{\"subscribe\":[\"heartbeat\"],\"servers\":[%s]}".formatted(servers), true)
        .get(CONNECT_MAX.toSeconds(), TimeUnit.SECONDS);
    if (!isFast) {
      read();
    }
    subscribed.get(CONNECT_MAX.toSeconds(), TimeUnit.SECONDS);
    return this;
  }

  /** Takes one more message. */
  void read() {
    socket.request(1);
  }

  /** How many heartbeats it was told. */
  long told() {
    return told.get();
  }

  /** How many events it was told to have missed. */
  long drops() {
    return drops.get();
  }

  boolean isClosed() {
    return isClosed;
  }

  /** The timestamp of the latest heartbeat of an instance that it was told. */
  synchronized long latestMs(int number) {
    return latestMs.getOrDefault(Beats.id(number), 0L);
  }

  @Override
  public void close() {
    socket.abort();
  }

  private void read(String message, long atNanos) {
    try {
      take(JSON.readTree(message), atNanos);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + message, e);
    }
  }

  private void take(JsonNode message, long atNanos) {
    switch (message.path("type").asText()) {
      case "subscribed" -> subscribed.complete(null);
      case "refused" ->
          subscribed.completeExceptionally(new IllegalStateException(message.toString()));
      case "dropped" -> drops.addAndGet(message.path("count").asLong());
      case "heartbeat" -> {
        var id = message.path("instanceId").asText();
        var timestampMs = Instant.parse(message.path("timestamp").asText()).toEpochMilli();
        told.incrementAndGet();
        synchronized (this) {
          latestMs.merge(id, timestampMs, Math::max);
        }
        heard.take(id, timestampMs, atNanos);
      }
      default -> {
        // What else is told is not measured.
      }
    }
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public void onOpen(WebSocket opened) {
      if (isFast) {
        opened.request(1);
      }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean isLast) {
      text.append(part);
      if (isLast) {
        var now = System.nanoTime();
        if (isFast || text.indexOf(HEARTBEAT) < 0) {
          read(text.toString(), now);
        } else {
          told.incrementAndGet();
        }
        text.setLength(0);
      }
      if (isFast || !isLast) {
        from.request(1);
      }
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      isClosed = true;
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      isClosed = true;
    }
  }
}
