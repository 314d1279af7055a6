package dev.fleetpulse.load.fault;

import dev.fleetpulse.control.ControlWriter;
import dev.fleetpulse.control.KeyOrder;
import dev.fleetpulse.load.recording.Event;
import dev.fleetpulse.load.replay.Answer;
import dev.fleetpulse.load.replay.IngestClient;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.TopicAdmin;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.service.access.Binding;
import dev.fleetpulse.service.access.NewKey;
import dev.fleetpulse.service.access.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A fleet in which each instance has a key of its own: how long ingest needs to know all keys, and
 * how much memory once they have sent something.
 */
final class ManyKeys {
  private static final int TENANTS = 50;
  private static final int CONNECTIONS = 64;
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(30);

  private final FaultStack stack;
  private final int keyCount;
  private final int senders;
  private final PrintStream out;

  /**
   * What came of it.
   *
   * @param keys and as many instances
   * @param ready from the start of the process, in which it reads all keys, until it was ready
   * @param heapAtStart used once ready, after a collection
   * @param heapAtEnd used after the heartbeats, after a collection
   * @param heapMax more than this the JVM never takes
   * @param acknowledged heartbeats, one of each instance that sends
   * @param answers how often each other answer came
   */
  record Outcome(
      int keys,
      Duration ready,
      long heapAtStart,
      long heapAtEnd,
      long heapMax,
      int acknowledged,
      Duration sending,
      Map<String, Integer> answers) {
    String text() {
      return """
          keys and instances         %,10d
          ready after                %,10d ms
          heap used once ready       %,10.1f MB after a collection
          heartbeats acknowledged    %,10d in %,d ms
          heap used in the end       %,10.1f MB after a collection, of %,.0f MB at most
          other answers              %s
          """
          .formatted(
              keys,
              ready.toMillis(),
              heapAtStart / 1e6,
              acknowledged,
              sending.toMillis(),
              heapAtEnd / 1e6,
              heapMax / 1e6,
              answers);
    }
  }

  /**
   * Does nothing yet.
   *
   * @param senders how many of the instances send a heartbeat
   */
  ManyKeys(FaultStack stack, int keyCount, int senders, PrintStream out) {
    this.stack = stack;
    this.keyCount = keyCount;
    this.senders = senders;
    this.out = out;
  }

  /** Starts the stack and lets all of it happen. */
  Outcome run() throws IOException, InterruptedException {
    stack.startBroker();
    var keys = write();
    out.printf("%,d keys are in the control topic; starting ingest%n", keys.size());
    var ready = stack.startIngest();
    var figures = new Figures(stack.managementUrl());
    var heapAtStart = heap(figures);
    out.printf("%,d instances send a heartbeat, each with its own key%n", senders);
    var began = System.nanoTime();
    var sending = new Sending(keys.subList(0, senders));
    var acknowledged = sending.run();
    var took = Duration.ofNanos(System.nanoTime() - began);
    return new Outcome(
        keyCount,
        ready,
        heapAtStart,
        heap(figures),
        (long) figures.sum("jvm_memory_max_bytes{area=\"heap\""),
        acknowledged,
        took,
        Map.copyOf(sending.answers));
  }

  private long heap(Figures figures) throws IOException, InterruptedException {
    Figures.collectGarbage(stack.ingestPid());
    return (long) figures.sum("jvm_memory_used_bytes{area=\"heap\"");
  }

  private List<NewKey> write() {
    try (var schemas = new SchemaRegistry(stack.registryUrl(), REGISTRY_PATIENCE);
        var admin =
            Admin.create(
                Map.<String, Object>of(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka()))) {
      var topics = Topics.with(schemas);
      new TopicAdmin(admin).ensure(List.of(topics.control()));
      try (var writer =
          new ControlWriter(stack.kafka(), topics, schemas, InstantSource.system(), "fault")) {
        writer.start();
        return writer.createAll(IntStream.range(0, keyCount).mapToObj(ManyKeys::order).toList());
      }
    }
  }

  private static KeyOrder order(int number) {
    return new KeyOrder(
        "tenant-" + number % TENANTS,
        Set.of(Scope.INGEST),
        new Binding.Instance(instanceId(number)));
  }

  private static String instanceId(int number) {
    return "instance-" + number;
  }

  /** One heartbeat of each instance, some connections at a time. */
  private final class Sending {
    private final List<NewKey> keys;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    Sending(List<NewKey> keys) {
      this.keys = keys;
    }

    int run() throws InterruptedException {
      try (var client = new IngestClient(stack.ingestUrl(), Optional.empty())) {
        var senders =
            IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> send(client)))
                .toList();
        for (var sender : senders) {
          sender.join();
        }
      }
      return acknowledged.get();
    }

    private void send(IngestClient client) {
      try {
        for (var i = next.getAndIncrement(); i < keys.size(); i = next.getAndIncrement()) {
          send(client, i);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void send(IngestClient client, int number) throws InterruptedException {
      var body =
          "{\"instanceId\":\"%s\",\"timestamp\":%d,\"usage\":{\"totalTokens\":%d}}"
              .formatted(instanceId(number), System.currentTimeMillis(), number)
              .getBytes(StandardCharsets.UTF_8);
      var key = Optional.of(keys.get(number).text());
      for (var attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        switch (client.send(Event.Kind.HEARTBEAT, body, key)) {
          case Answer.Accepted() -> {
            acknowledged.incrementAndGet();
            return;
          }
          case Answer.Refused(var reason) -> {
            answers.merge(reason, 1, Integer::sum);
            return;
          }
          case Answer.Busy(var status, var _) ->
              answers.merge(Integer.toString(status), 1, Integer::sum);
          case Answer.Unreachable(var cause) -> answers.merge(cause, 1, Integer::sum);
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
