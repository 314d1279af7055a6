package dev.fleetpulse.query.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.query.live.LiveClient.KeyStanding;
import dev.fleetpulse.service.access.AccessDecision;
import dev.fleetpulse.service.access.AccessKeys;
import dev.fleetpulse.service.access.Scope;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients of this process, and what each is told. Telling puts into queues and never waits for
 * a client; each client has a thread of its own.
 */
final class LiveHub implements AutoCloseable {
  private static final int JOURNAL_EVENTS_MAX = 10_000;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  private final AccessKeys keys;
  private final Subscription.Tags tags;
  private final LiveLimits limits;
  private final Journal journal = new Journal(incarnation(), JOURNAL_EVENTS_MAX);
  private final Map<LiveClient, Thread> clients = new ConcurrentHashMap<>();
  private final Counter told;
  private final Counter dropped;
  private boolean closed;

  /** Without clients. */
  LiveHub(AccessKeys keys, Subscription.Tags tags, LiveLimits limits, MeterRegistry meters) {
    this.keys = keys;
    this.tags = tags;
    this.limits = limits;
    this.told =
        Counter.builder("fleetpulse.live.events")
            .description("Events that were sent to clients")
            .register(meters);
    this.dropped =
        Counter.builder("fleetpulse.live.dropped")
            .description("Events that were left out because a client did not take them in time")
            .register(meters);
    Gauge.builder("fleetpulse.live.clients", clients, Map::size)
        .description("Clients of the live stream")
        .register(meters);
  }

  /** Tells everybody whom it concerns. */
  synchronized void publish(LiveEvent event) {
    var placed = journal.place(event);
    for (var client : clients.keySet()) {
      if (client.wants(event, tags)) {
        dropped.increment(client.tell(placed));
      }
    }
  }

  /** Why a client with this key would not be taken now; nothing where it would. */
  synchronized Optional<Ending> refusal(String keyId) {
    if (closed) {
      return Optional.of(Ending.STOPPING);
    }
    var ofKey = clients.keySet().stream().filter(each -> each.keyId().equals(keyId)).count();
    return clients.size() >= limits.clients() || ofKey >= limits.clientsPerKey()
        ? Optional.of(Ending.FULL)
        : Optional.empty();
  }

  /**
   * Takes a client and begins to serve it.
   *
   * @param ended called once it is served no more
   * @return nothing where it can't be taken; the line is closed then
   */
  synchronized Optional<LiveClient> add(String tenant, String keyId, Line line, Runnable ended) {
    var refusal = refusal(keyId);
    if (refusal.isPresent()) {
      line.close(refusal.get());
      ended.run();
      return Optional.empty();
    }
    var client =
        new LiveClient(
            tenant,
            keyId,
            new EventQueue(limits.queuedEvents()),
            line,
            this::standing,
            System::nanoTime,
            told::increment);
    var thread =
        Thread.ofVirtual()
            .name("live-client")
            .unstarted(
                () -> {
                  try {
                    client.run();
                  } finally {
                    clients.remove(client);
                    ended.run();
                  }
                });
    clients.put(client, thread);
    thread.start();
    return Optional.of(client);
  }

  /** Begins to tell a client what it wants, and before that what it has missed. */
  synchronized void subscribe(LiveClient client, Subscription wanted) {
    client.subscribe(wanted);
    var missed = wanted.resume().map(journal::since);
    client.reply(subscribed(wanted, missed));
    if (missed.isPresent() && missed.get() instanceof Journal.Resumption.Complete(var events)) {
      for (var event : events) {
        if (client.wants(event.event(), tags)) {
          dropped.increment(client.tell(event));
        }
      }
    }
  }

  /** Ends all clients, and takes none any more. */
  @Override
  public void close() {
    Map<LiveClient, Thread> left;
    synchronized (this) {
      closed = true;
      left = Map.copyOf(clients);
    }
    left.keySet().forEach(client -> client.end(Ending.STOPPING));
    var until = System.nanoTime() + CLOSE_MAX.toNanos();
    try {
      for (var thread : left.values()) {
        thread.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    left.values().forEach(Thread::interrupt);
  }

  private String subscribed(Subscription wanted, Optional<Journal.Resumption> missed) {
    var answer = JsonNodeFactory.instance.objectNode().put("type", "subscribed");
    var types = answer.putArray("subscribe");
    wanted.types().stream().sorted().forEach(type -> types.add(type.text()));
    missed.ifPresent(outcome -> answer.put("missed", outcome instanceof Journal.Resumption.Missed));
    return answer.put("cursor", journal.cursor().toString()).toString();
  }

  private KeyStanding standing(String keyId) {
    return switch (keys.decideAgain(keyId, Scope.READ)) {
      case AccessDecision.Granted _ -> KeyStanding.HOLDS;
      case AccessDecision.Unauthenticated _, AccessDecision.Forbidden _ -> KeyStanding.ENDED;
      case AccessDecision.Unavailable _ -> KeyStanding.UNCLEAR;
    };
  }

  private static String incarnation() {
    return HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  }
}
