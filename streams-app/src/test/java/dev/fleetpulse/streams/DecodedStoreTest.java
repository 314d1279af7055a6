package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DecodedStoreTest {
  private static final int ENTRIES_MAX = 3;

  private final List<String> written = new ArrayList<>();
  private final TopologyTestDriver driver = driver();
  private final KeyValueStore<String, StringBuilder> store = driver.getKeyValueStore("texts");

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void whatChangesOftenIsWrittenOnceAtTheCommit() {
    for (var change = 0; change < 5; change++) {
      store.put("a", new StringBuilder("value-" + change));
    }
    assertThat(written).isEmpty();

    commit();

    assertThat(written).containsExactly("value-4");
  }

  @Test
  void whatIsChangedInPlaceAfterItWasPutIsWrittenAsItIsThen() {
    var text = new StringBuilder("a");
    store.put("a", text);
    text.append("bc");
    commit();

    assertThat(written).containsExactly("abc");
    assertThat(store.get("a")).isSameAs(text);
  }

  @Test
  void whatWasNotPutIsNotWritten() {
    assertThat(store.get("a")).isNull();
    commit();

    assertThat(written).isEmpty();
  }

  @Test
  void whatThereIsNoRoomForIsWrittenAndReadAgain() {
    for (var key : List.of("a", "b", "c", "d")) {
      store.put(key, new StringBuilder(key));
    }
    assertThat(written).containsExactly("a");

    assertThat(store.get("a")).hasToString("a");
  }

  @Test
  void anythingDoneToItLeavesWhatAMapWouldHold() {
    var random = new SplittableRandom(3);
    var expected = new TreeMap<String, String>();
    for (var step = 0; step < 5_000; step++) {
      var key = "key-" + random.nextInt(8);
      switch (random.nextInt(5)) {
        case 0 -> {
          var text = new StringBuilder();
          store.put(key, text);
          text.append("at ").append(step);
          expected.put(key, "at " + step);
        }
        case 1 -> {
          store.delete(key);
          expected.remove(key);
        }
        case 2 -> assertThat(text(store.get(key))).isEqualTo(expected.get(key));
        case 3 -> commit();
        default -> assertThat(contents()).isEqualTo(expected);
      }
    }
  }

  private static String text(StringBuilder value) {
    return value == null ? null : value.toString();
  }

  private Map<String, String> contents() {
    var contents = new TreeMap<String, String>();
    try (var all = store.all()) {
      while (all.hasNext()) {
        KeyValue<String, StringBuilder> entry = all.next();
        contents.put(entry.key, entry.value.toString());
      }
    }
    return contents;
  }

  /** The driver commits after each record. */
  private void commit() {
    driver
        .createInputTopic("in", Serdes.String().serializer(), Serdes.String().serializer())
        .pipeInput("any", "any");
  }

  private TopologyTestDriver driver() {
    var topology = new Topology();
    topology.addSource("in", Serdes.String().deserializer(), Serdes.String().deserializer(), "in");
    topology.addProcessor("ignore", Ignoring::new, "in");
    topology.addStateStore(
        DecodedStore.over(
            Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("texts"), Serdes.String(), texts()),
            ENTRIES_MAX),
        "ignore");
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "decoded-store");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
    return new TopologyTestDriver(topology, settings);
  }

  private Serde<StringBuilder> texts() {
    return Serdes.serdeFrom(
        (topic, text) -> {
          if (text == null) {
            return null;
          }
          written.add(text.toString());
          return Serdes.String().serializer().serialize(topic, text.toString());
        },
        (topic, bytes) ->
            bytes == null
                ? null
                : new StringBuilder(Serdes.String().deserializer().deserialize(topic, bytes)));
  }

  private static final class Ignoring extends ContextualProcessor<String, String, Void, Void> {
    @Override
    public void process(Record<String, String> record) {
      // Nothing but a commit comes of it.
    }
  }
}
