package dev.fleetpulse.query.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/** A WebSocket. */
final class SocketLine implements Line {
  static final int MESSAGE_BYTES_MAX = 64 * 1024;

  private static final Duration WRITE_MAX = Duration.ofSeconds(10);
  private static final Duration IDLE_MAX = Duration.ofMinutes(1);

  private final Session session;

  SocketLine(Session session) {
    this.session = session;
    session.setMaxTextMessageSize(MESSAGE_BYTES_MAX);
    session.setMaxBinaryMessageSize(1);
    session.setIdleTimeout(IDLE_MAX);
  }

  @Override
  public void send(String json, Cursor cursor) throws IOException {
    await(sent -> session.sendText(json, sent));
  }

  @Override
  public void beat() throws IOException {
    await(sent -> session.sendPing(ByteBuffer.allocate(0), sent));
  }

  @Override
  public void close(Ending ending) {
    session.close(ending.code(), ending.words(), Callback.NOOP);
  }

  @Override
  public void abandon() {
    session.disconnect();
  }

  private interface Sending {
    void begin(Callback sent);
  }

  private static void await(Sending sending) throws IOException {
    var sent = new CompletableFuture<Void>();
    sending.begin(Callback.from(() -> sent.complete(null), sent::completeExceptionally));
    try {
      sent.get(WRITE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("The client is gone", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("The client takes nothing", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The query API is stopping", e);
    }
  }
}
