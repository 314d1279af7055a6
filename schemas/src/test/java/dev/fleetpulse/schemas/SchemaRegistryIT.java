package dev.fleetpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our client of the Confluent interface against the real Apicurio registry. */
@ExtendWith(RealComponents.class)
class SchemaRegistryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Schema FIRST =
      SchemaBuilder.record("Sample").fields().requiredLong("a").endRecord();
  private static final Schema COMPATIBLE =
      SchemaBuilder.record("Sample").fields().requiredLong("a").optionalString("b").endRecord();
  private static final Schema INCOMPATIBLE =
      SchemaBuilder.record("Sample").fields().requiredLong("a").requiredString("c").endRecord();

  private final String subject = "sample-" + UUID.randomUUID();
  private final String url;

  SchemaRegistryIT(Components components) {
    url = components.registryUrl();
  }

  @Test
  void givesOneIdToOneSchema() {
    try (var one = new SchemaRegistry(url, PATIENCE);
        var other = new SchemaRegistry(url, PATIENCE)) {
      var id = one.register(subject, FIRST);

      assertThat(other.register(subject, FIRST)).isEqualTo(id);
      assertThat(other.lookUp(subject, FIRST)).hasValue(id);
    }
  }

  @Test
  void givesOneIdToProcessesThatStartTogether() throws Exception {
    var starting = 8;
    try (var processes = Executors.newFixedThreadPool(starting)) {
      for (var round = 0; round < 10; round++) {
        var roundSubject = subject + "-" + round;
        var together = new CyclicBarrier(starting);
        Callable<Integer> start =
            () -> {
              try (var registry = new SchemaRegistry(url, PATIENCE)) {
                together.await();
                return registry.register(roundSubject, FIRST);
              }
            };

        var ids = new HashSet<Integer>();
        for (var id : processes.invokeAll(Collections.nCopies(starting, start))) {
          ids.add(id.get());
        }

        assertThat(ids).hasSize(1);
      }
    }
  }

  @Test
  void findsASchemaByItsId() {
    try (var one = new SchemaRegistry(url, PATIENCE);
        var other = new SchemaRegistry(url, PATIENCE)) {
      assertThat(other.byId(one.register(subject, FIRST))).isEqualTo(FIRST);
    }
  }

  @Test
  void doesNotFindASchemaThatWasNeverRegistered() {
    try (var registry = new SchemaRegistry(url, PATIENCE)) {
      registry.register(subject, FIRST);

      assertThat(registry.lookUp(subject, COMPATIBLE)).isEmpty();
      assertThat(registry.lookUp("nobody-" + subject, FIRST)).isEmpty();
      assertThatThrownBy(() -> registry.byId(Integer.MAX_VALUE))
          .isInstanceOf(UnknownSchemaException.class);
    }
  }

  @Test
  void takesACompatibleChangeAndRefusesAnother() {
    try (var registry = new SchemaRegistry(url, PATIENCE)) {
      var first = registry.register(subject, FIRST);

      assertThat(registry.register(subject, COMPATIBLE)).isNotEqualTo(first);
      assertThatThrownBy(() -> registry.register(subject, INCOMPATIBLE))
          .isInstanceOf(IncompatibleSchemaException.class)
          .hasMessageContaining(subject);
    }
  }

  @Test
  void registersEverySchemaOfOurs() {
    try (var registry = new SchemaRegistry(url, PATIENCE)) {
      SchemaHistoryTest.records()
          .forEach(
              schema -> {
                var id = registry.register(subject + schema.getName(), schema);
                try (var reader = new SchemaRegistry(url, PATIENCE)) {
                  assertThat(reader.byId(id)).isEqualTo(schema);
                }
              });
    }
  }

  @Test
  void saysSoWhenTheRegistryStaysAway() throws IOException {
    var nobody = URI.create("http://127.0.0.1:" + freePort() + "/apis/ccompat/v7");
    try (var registry = new SchemaRegistry(nobody.toString(), Duration.ofMillis(300))) {
      assertThatThrownBy(() -> registry.register(subject, FIRST))
          .isInstanceOf(RegistryUnavailableException.class)
          .hasMessageContaining(nobody.toString());
    }
  }

  @Test
  void waitsForARegistryThatComesLate() throws Exception {
    var port = freePort();
    try (var registry = new SchemaRegistry(through(port), Duration.ofSeconds(20))) {
      var late =
          Thread.ofVirtual()
              .unstarted(() -> assertThat(registry.register(subject, FIRST)).isPositive());
      var failure = new Throwable[1];
      late.setUncaughtExceptionHandler((thread, thrown) -> failure[0] = thrown);
      late.start();
      try (var door = new Door(port, URI.create(url))) {
        assertThat(late.join(Duration.ofSeconds(20))).isTrue();
        assertThat(door.connections()).isPositive();
      }
      assertThat(failure[0]).isNull();
    }
  }

  @Test
  void goesOnWithWhatItKnowsWhenTheRegistryLeaves() throws Exception {
    var port = freePort();
    try (var registry = new SchemaRegistry(through(port), Duration.ofMillis(300))) {
      int id;
      try (var door = new Door(port, URI.create(url))) {
        id = registry.register(subject, FIRST);
        assertThat(door.connections()).isPositive();
      }

      assertThat(registry.register(subject, FIRST)).isEqualTo(id);
      assertThat(registry.byId(id)).isEqualTo(FIRST);
      assertThatThrownBy(() -> registry.register(subject, COMPATIBLE))
          .isInstanceOf(RegistryUnavailableException.class);
    }
  }

  private String through(int port) {
    return "http://127.0.0.1:" + port + URI.create(url).getPath();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * A door to the real registry that can be shut: the registry itself serves other tests too. Once
   * shut, nothing passes any more.
   */
  private static final class Door implements AutoCloseable {
    private final ServerSocket listening;
    private final URI target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean shut;

    Door(int port, URI target) throws IOException {
      this.target = target;
      listening = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
      threads.execute(this::accept);
    }

    int connections() {
      return connections.get();
    }

    @Override
    public void close() throws IOException {
      shut = true;
      listening.close();
      shutOpen();
      threads.close();
    }

    private void accept() {
      try {
        while (true) {
          var client = listening.accept();
          var server = new Socket(target.getHost(), target.getPort());
          connections.incrementAndGet();
          open.add(client);
          open.add(server);
          threads.execute(() -> copy(client, server));
          threads.execute(() -> copy(server, client));
          if (shut) {
            shutOpen();
          }
        }
      } catch (IOException | RejectedExecutionException end) {
        // close() ends the waiting.
      }
    }

    private void shutOpen() throws IOException {
      for (var socket : open) {
        socket.close();
      }
    }

    private static void copy(Socket from, Socket to) {
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        in.transferTo(out);
      } catch (IOException end) {
        // Either side may end the conversation.
      }
    }
  }
}
