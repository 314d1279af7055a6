package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/** One room under the test driver, with the very settings it runs with. */
public final class TestRoom implements AutoCloseable {
  /** What every test computes in. */
  public static final Generation GENERATION = new Generation(1);

  private final Path stateDir;
  private final RocksDbMemory memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB);
  private final TopologyTestDriver driver;
  private final Topics topics;
  private final SimpleMeterRegistry metrics;

  /** Opens the topology that is made of the given topics and metrics. */
  public TestRoom(
      BiFunction<Topics, SimpleMeterRegistry, Consumer<StreamsBuilder>> topology, Instant start) {
    topics = Topics.with(new InMemorySchemas());
    metrics = new SimpleMeterRegistry();
    stateDir = createStateDir();
    var settings = new RoomSettings("unused:9092", stateDir, topics, memory, metrics);
    var room = new Room("test", GENERATION, Unreadable.SKIP, topology.apply(topics, metrics));
    driver = new TopologyTestDriver(settings.topology(room), settings.of(room), start);
  }

  public Topics topics() {
    return topics;
  }

  public SimpleMeterRegistry metrics() {
    return metrics;
  }

  public TopologyTestDriver driver() {
    return driver;
  }

  public <K, V> TestInputTopic<K, V> input(Topic<K, V> topic) {
    return driver.createInputTopic(
        topic.name(), topic.keys().serializer(), topic.values().serializer());
  }

  public <K, V> TestOutputTopic<K, V> output(Topic<K, V> topic) {
    return driver.createOutputTopic(
        topic.name(), topic.keys().deserializer(), topic.values().deserializer());
  }

  @Override
  public void close() {
    driver.close();
    memory.close();
    try (var files = Files.walk(stateDir)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Can't remove " + stateDir, e);
    }
  }

  private static Path createStateDir() {
    try {
      return Files.createTempDirectory("room");
    } catch (IOException e) {
      throw new UncheckedIOException("Can't make a state folder", e);
    }
  }
}
