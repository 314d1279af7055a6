package dev.fleetpulse.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ConfluentAvroTest {
  private static final String TOPIC = "fleet.heartbeats";

  private final InMemorySchemas schemas = new InMemorySchemas();
  private final ConfluentAvro<Tick> codec = new ConfluentAvro<>("tick-value", Tick.class, schemas);

  @Test
  void startsWithAZeroByteAndTheSchemasId() {
    schemas.register("another", SchemaBuilder.builder().stringType());

    var bytes = codec.serialize(TOPIC, tick("a", 1));

    assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
  }

  @Test
  void readsWhatItWrote() {
    var tick = tick("ingest-1", Long.MAX_VALUE);

    assertThat(codec.deserialize(TOPIC, codec.serialize(TOPIC, tick))).isEqualTo(tick);
  }

  @Test
  void readsWhatAnEarlierVersionWrote() throws IOException {
    var earlier =
        SchemaBuilder.record("Tick")
            .namespace("dev.fleetpulse.schemas")
            .fields()
            .requiredString("ingestor")
            .requiredString("incarnation")
            .requiredLong("sentAtMs")
            .requiredLong("acknowledged")
            .endRecord();
    var old = new GenericData.Record(earlier);
    old.put("ingestor", "ingest-1");
    old.put("incarnation", "i");
    old.put("sentAtMs", 5L);
    old.put("acknowledged", 7L);

    var read =
        codec.deserialize(TOPIC, wire(schemas.register("tick-value", earlier), earlier, old));

    assertThat(read.getAcknowledged()).isEqualTo(7);
    assertThat(read.getGoodbye()).isFalse();
  }

  @Test
  void theBodyOfARecordOfOurSchemaIsTheRecordItself() {
    var bytes = codec.serialize(TOPIC, tick("ingest-1", 7));

    assertThat(codec.body(bytes)).isEqualTo(ByteBuffer.wrap(bytes, 5, bytes.length - 5));
    assertThat(codec.body(bytes).array()).isSameAs(bytes);
  }

  @Test
  void theBodyOfAnEarlierVersionIsWrittenAnew() throws IOException {
    var earlier =
        SchemaBuilder.record("Tick")
            .namespace("dev.fleetpulse.schemas")
            .fields()
            .requiredLong("acknowledged")
            .requiredString("ingestor")
            .requiredString("incarnation")
            .requiredLong("sentAtMs")
            .endRecord();
    var old = new GenericData.Record(earlier);
    old.put("ingestor", "ingest-1");
    old.put("incarnation", "i");
    old.put("sentAtMs", 5L);
    old.put("acknowledged", 7L);
    var bytes = wire(schemas.register("tick-value", earlier), earlier, old);

    var ours = codec.serialize(TOPIC, codec.deserialize(TOPIC, bytes));

    assertThat(codec.body(bytes)).isEqualTo(ByteBuffer.wrap(ours, 5, ours.length - 5));
  }

  @Test
  void nullStaysNull() {
    assertThat(codec.serialize(TOPIC, null)).isNull();
    assertThat(codec.deserialize(TOPIC, null)).isNull();
  }

  @Test
  void refusesAnUnknownId() {
    var bytes = codec.serialize(TOPIC, tick("a", 1));
    ByteBuffer.wrap(bytes).putInt(1, 99);

    assertThatThrownBy(() -> codec.deserialize(TOPIC, bytes))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("99");
  }

  @Test
  void refusesBytesThatAreLeftOver() {
    var bytes = codec.serialize(TOPIC, tick("a", 1));

    assertThatThrownBy(() -> codec.deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void refusesARecordCutShort() {
    var bytes = codec.serialize(TOPIC, tick("a", 1));

    assertThatThrownBy(() -> codec.deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void refusesALengthThatIsForged() {
    codec.register();
    var oneGigabyte =
        new byte[] {0, 0, 0, 0, 1, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 8};

    assertThatThrownBy(() -> codec.deserialize(TOPIC, oneGigabyte))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Tick");
  }

  @Test
  void namesTheSubjectOfARecordItCannotWrite() {
    assertThatThrownBy(() -> codec.serialize(TOPIC, new Tick()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("tick-value");
  }

  @Test
  void nothingOfARecordItCouldNotWriteIsInTheNextOne() {
    var halfway = new Tick();
    halfway.setIngestor("written before the field that is missing");
    assertThatThrownBy(() -> codec.serialize(TOPIC, halfway))
        .isInstanceOf(SerializationException.class);
    var tick = tick("ingest-1", 7);

    assertThat(codec.deserialize(TOPIC, codec.serialize(TOPIC, tick))).isEqualTo(tick);
  }

  @Property
  void anyBytesAreARecordOrASerializationException(
      @ForAll @Size(max = 200) byte[] tail, @ForAll boolean wellFormedPrefix) {
    codec.register();
    var bytes =
        wellFormedPrefix
            ? ByteBuffer.allocate(5 + tail.length).put((byte) 0).putInt(1).put(tail).array()
            : tail;

    try {
      assertThat(codec.deserialize(TOPIC, bytes)).isNotNull();
    } catch (SerializationException expected) {
      assertThat(expected).hasMessageNotContaining("null");
    }
  }

  @Test
  void servesManyThreads() {
    try (var threads = Executors.newFixedThreadPool(4)) {
      var results =
          IntStream.range(0, 1000)
              .mapToObj(
                  i ->
                      threads.submit(
                          () -> codec.deserialize(TOPIC, codec.serialize(TOPIC, tick("t", i)))))
              .toList();

      assertThat(results)
          .allSatisfy(result -> assertThat(result.get().getIngestor()).isEqualTo("t"));
      assertThat(results)
          .extracting(result -> result.get().getAcknowledged())
          .doesNotHaveDuplicates();
    }
  }

  private static Tick tick(String ingestor, long acknowledged) {
    return Tick.newBuilder()
        .setIngestor(ingestor)
        .setIncarnation("i")
        .setSentAtMs(1_775_073_247_574L)
        .setAcknowledged(acknowledged)
        .build();
  }

  private static byte[] wire(int id, Schema schema, GenericRecord value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(schema).write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
