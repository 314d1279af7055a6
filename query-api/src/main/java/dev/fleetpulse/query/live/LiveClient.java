package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.query.live.EventQueue.Next;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One client: its queue, and the thread that empties it at the client's own pace. Nothing is told
 * while nobody can say whether its key still holds.
 */
final class LiveClient {
  private static final Duration WAKE = Duration.ofSeconds(1);
  private static final Duration UNCLEAR_PAUSE = Duration.ofMillis(200);
  private static final Duration BEAT = Duration.ofSeconds(15);
  private static final Duration SUBSCRIBE_MAX = Duration.ofSeconds(10);
  private static final Duration COUNTED = Duration.ofMinutes(1);
  private static final int SAID_MAX = 60;

  private final String tenant;
  private final String keyId;
  private final EventQueue queue;
  private final Line line;
  private final Function<String, KeyStanding> keys;
  private final LongSupplier nanos;
  private final Runnable told;
  private final long began;
  private final AtomicReference<Ending> ending = new AtomicReference<>();
  private volatile Subscription subscription;
  private long countedSince;
  private int said;
  private volatile boolean gone;

  /** What is known of a key now. */
  enum KeyStanding {
    HOLDS,
    ENDED,
    /** Nobody can tell now. */
    UNCLEAR
  }

  /**
   * A client that has not said what it wants.
   *
   * @param keys how a key of the given id stands now
   * @param told called for each event that was sent
   */
  LiveClient(
      String tenant,
      String keyId,
      EventQueue queue,
      Line line,
      Function<String, KeyStanding> keys,
      LongSupplier nanos,
      Runnable told) {
    this.tenant = tenant;
    this.keyId = keyId;
    this.queue = queue;
    this.line = line;
    this.keys = keys;
    this.nanos = nanos;
    this.told = told;
    this.began = nanos.getAsLong();
    this.countedSince = began;
  }

  String keyId() {
    return keyId;
  }

  /** Whether it is to be told of an event. */
  boolean wants(LiveEvent event, Subscription.Tags tags) {
    var wanted = subscription;
    return wanted != null && wanted.wants(event, tenant, tags);
  }

  /** Takes another subscription; what waited for the one before is forgotten. */
  void subscribe(Subscription wanted) {
    queue.clear();
    subscription = wanted;
  }

  /**
   * Whether it is heard when it says something: 60 times a minute, because each subscription is
   * looked at while everybody waits. To be asked by one thread.
   */
  boolean isHeard() {
    var now = nanos.getAsLong();
    if (now - countedSince > COUNTED.toNanos()) {
      countedSince = now;
      said = 0;
    }
    said++;
    return said <= SAID_MAX;
  }

  /** Has an event told; answers with how many were dropped for it. */
  int tell(PlacedEvent event) {
    return queue.add(event);
  }

  /** Answers something that it said. */
  void reply(String json) {
    if (!queue.reply(json)) {
      end(Ending.NOISY);
    }
  }

  /** Ends it soon, from this side. */
  void end(Ending because) {
    ending.compareAndSet(null, because);
    queue.close();
  }

  /** It has gone away by itself. */
  void gone() {
    gone = true;
    queue.close();
  }

  /** Tells it what there is to tell, until it ends. */
  void run() {
    try {
      var sentAt = began;
      while (!gone) {
        var because = Optional.ofNullable(ending.get()).or(this::silence);
        if (because.isPresent()) {
          line.close(because.get());
          return;
        }
        queue.await(WAKE);
        switch (keys.apply(keyId)) {
          case ENDED -> end(Ending.KEY_ENDED);
          case UNCLEAR -> Thread.sleep(UNCLEAR_PAUSE);
          case HOLDS -> {
            if (sendNext()) {
              sentAt = nanos.getAsLong();
            }
          }
        }
        if (nanos.getAsLong() - sentAt > BEAT.toNanos()) {
          line.beat();
          sentAt = nanos.getAsLong();
        }
      }
    } catch (IOException e) {
      // It is gone, or takes nothing: there is nobody to be told why.
      line.abandon();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      line.close(Ending.STOPPING);
    } catch (RuntimeException e) {
      line.abandon();
      throw e;
    }
  }

  private Optional<Ending> silence() {
    return subscription == null && nanos.getAsLong() - began > SUBSCRIBE_MAX.toNanos()
        ? Optional.of(Ending.SILENT)
        : Optional.empty();
  }

  private boolean sendNext() throws IOException {
    var next = queue.poll();
    if (next.isEmpty()) {
      return false;
    }
    switch (next.get()) {
      case Next.Reply(var json) -> line.send(json, null);
      case Next.Dropped(var count) -> line.send(dropped(count), null);
      case Next.Event(var event) -> {
        line.send(event.json(), event.cursor());
        told.run();
      }
    }
    return true;
  }

  private static String dropped(long count) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "dropped")
        .put("count", count)
        .toString();
  }
}
