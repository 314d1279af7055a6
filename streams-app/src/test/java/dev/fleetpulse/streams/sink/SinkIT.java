package dev.fleetpulse.streams.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.streams.Broker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The loop between a real broker and a table that behaves as the test wants it. */
@ExtendWith(RealComponents.class)
class SinkIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String name = "numbers-" + UUID.randomUUID();
  private final Topic<String, Long> topic =
      new Topic<>(name, 2, Map.of(), Serdes.String(), Serdes.Long());
  private final Topic<byte[], byte[]> deadLetterTopic =
      new Topic<>(name + "-dead", 1, Map.of(), Serdes.ByteArray(), Serdes.ByteArray());
  private final NumbersTable table = new NumbersTable(name);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Broker broker;
  private final SinkConsumers consumers;
  private Sink<Long> sink;

  SinkIT(Components components) {
    broker = new Broker(components.kafka());
    consumers = new SinkConsumers(components.kafka());
  }

  @BeforeEach
  void createTopics() throws InterruptedException {
    broker.create(List.of(topic, deadLetterTopic));
    sink = newSink();
  }

  @AfterEach
  void close() {
    sink.close();
    broker.close();
  }

  @Test
  void rowsArriveFoldedAndAreReadOnce() throws Exception {
    broker.send(topic, "a", 101L);
    broker.send(topic, "b", 205L);
    broker.send(topic, "b", 204L);

    sink.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).containsOnly(101L, 205L));
    assertThat(sink.reasonNotReady()).isEmpty();

    sink.close();
    table.batches.clear();
    broker.send(topic, "c", 900L);
    sink = newSink();
    sink.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).contains(900L));
    assertThat(table.batches).containsExactly(List.of(900L));
  }

  @Test
  void aStoreThatIsAwayIsWaitedForAndNothingIsLost() throws Exception {
    table.away = true;
    sink.start();
    for (var number = 1; number <= 20; number++) {
      broker.send(topic, "k", number * 100L);
    }
    await().atMost(PATIENCE).until(() -> count("fleetpulse.sink.retries") >= 3);
    assertThat(table.rows).isEmpty();
    assertThat(sink.reasonNotReady()).isEmpty();

    table.away = false;

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).hasSize(20));
    assertThat(count("fleetpulse.sink.restarts")).isZero();
    assertThat(broker.read(deadLetterTopic, record -> true)).isEmpty();
  }

  @Test
  void aStoreThatIsAwayDoesNotKeepTheReadingBusy() throws Exception {
    var reading = new AtomicReference<Consumer<byte[], byte[]>>();
    sink =
        newSink(
            RowReader.valuesOf(topic),
            group -> {
              reading.set(consumers.inGroup(group));
              return reading.get();
            });
    table.away = true;
    broker.send(topic, "k", 100L);
    sink.start();
    await().atMost(PATIENCE).until(() -> count("fleetpulse.sink.retries") >= 1);

    // Due soon, and has to wait for the one before.
    broker.send(topic, "k", 200L);
    var retries = count("fleetpulse.sink.retries");
    await().atMost(PATIENCE).until(() -> count("fleetpulse.sink.retries") >= retries + 2);

    assertThat(millisecondsBetweenPolls(reading.get())).isGreaterThan(5);
  }

  @Test
  void aRefusedRowIsFoundAndGivenUpAlone() throws Exception {
    table.refused = 600L;
    for (var number = 1; number <= 10; number++) {
      broker.send(topic, "k", number * 100L);
    }

    sink.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).hasSize(9));
    assertThat(table.rows).doesNotContain(600L);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(broker.read(deadLetterTopic, record -> true)).hasSize(1));
    var letter = broker.read(deadLetterTopic, record -> true).getFirst();
    assertThat(Serdes.Long().deserializer().deserialize("", letter.value())).isEqualTo(600L);
    assertThat(new String(letter.headers().lastHeader("cause").value(), UTF_8))
        .isEqualTo("600 is not wanted");
    assertThat(new String(letter.headers().lastHeader("topic").value(), UTF_8)).isEqualTo(name);
    assertThat(new String(letter.headers().lastHeader("application").value(), UTF_8))
        .isEqualTo(name);
  }

  @Test
  void aRefusedRowWhoseRecordWasNotKeptIsFetchedAgain() throws Exception {
    table.refused = 600L;
    sink =
        newSink(
            new RowReader<>() {
              @Override
              public Optional<Long> read(ConsumerRecord<byte[], byte[]> record) {
                return RowReader.valuesOf(topic).read(record);
              }

              @Override
              public ConsumerRecord<byte[], byte[]> source(ConsumerRecord<byte[], byte[]> record) {
                return Place.of(record);
              }
            });
    for (var number = 1; number <= 10; number++) {
      broker.send(topic, "key-" + number, number * 100L);
    }

    sink.start();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(broker.read(deadLetterTopic, record -> true)).hasSize(1));
    var letter = broker.read(deadLetterTopic, record -> true).getFirst();
    assertThat(new String(letter.key(), UTF_8)).isEqualTo("key-6");
    assertThat(Serdes.Long().deserializer().deserialize("", letter.value())).isEqualTo(600L);
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).hasSize(9));
  }

  @Test
  void whatCannotBeReadIsSkippedAndCounted() throws Exception {
    broker.send(name, "k".getBytes(UTF_8), "not a long".getBytes(UTF_8));
    broker.send(name, "k".getBytes(UTF_8), null);
    broker.send(topic, "k", 7L);

    sink.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).containsOnly(7L));
    assertThat(count("fleetpulse.sink.unreadable")).isEqualTo(1);
    assertThat(count("fleetpulse.sink.skipped")).isEqualTo(1);
    assertThat(broker.read(deadLetterTopic, record -> true)).isEmpty();
  }

  @Test
  void aFailureNobodyForesawCostsARestartAndNoRow() throws Exception {
    table.broken = true;
    broker.send(topic, "k", 7L);

    sink.start();

    await().atMost(PATIENCE).untilAsserted(() -> assertThat(table.rows).containsOnly(7L));
    assertThat(count("fleetpulse.sink.restarts")).isEqualTo(1);
  }

  private Sink<Long> newSink() {
    return newSink(RowReader.valuesOf(topic));
  }

  private static double millisecondsBetweenPolls(Consumer<?, ?> consumer) {
    return consumer.metrics().entrySet().stream()
        .filter(metric -> metric.getKey().name().equals("time-between-poll-avg"))
        .mapToDouble(metric -> (double) metric.getValue().metricValue())
        .findFirst()
        .orElseThrow();
  }

  private Sink<Long> newSink(RowReader<Long> reader) {
    return newSink(reader, consumers::inGroup);
  }

  private Sink<Long> newSink(
      RowReader<Long> reader, Function<String, Consumer<byte[], byte[]>> opened) {
    return new Sink<>(
        topic,
        reader,
        table,
        new BatchLimits(100, 1 << 20, Duration.ofMillis(200)),
        opened,
        new DeadLetters(broker.producer(), deadLetterTopic.name(), consumers),
        metrics);
  }

  private double count(String counter) {
    return metrics.get(counter).tag("sink", name).counter().count();
  }

  /** Rows are told apart by hundreds, and of each the greatest number stays. */
  private static final class NumbersTable implements Table<Long> {
    private final String name;
    private final List<List<Long>> batches = new CopyOnWriteArrayList<>();
    private final Map<Object, Long> stored = new ConcurrentHashMap<>();
    private final Collection<Long> rows = stored.values();
    private volatile boolean away;
    private volatile boolean broken;
    private volatile long refused = -1;

    NumbersTable(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Object identity(Row<Long> row) {
      return row.value() / 100;
    }

    @Override
    public long revision(Row<Long> row) {
      return row.value();
    }

    @Override
    public WriteOutcome write(List<Row<Long>> rows) {
      if (broken) {
        broken = false;
        throw new IllegalStateException("The table broke");
      }
      if (away) {
        return new WriteOutcome.Unavailable("the table is away");
      }
      var numbers = new ArrayList<Long>();
      for (var row : rows) {
        if (row.value() == refused) {
          return new WriteOutcome.Refused(refused + " is not wanted");
        }
        numbers.add(row.value());
      }
      batches.add(numbers);
      numbers.forEach(number -> stored.merge(number / 100, number, Math::max));
      return new WriteOutcome.Written();
    }
  }
}
