package dev.fleetpulse.streams.topology.ledger;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Topics;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Which start of which ingest process a heartbeat came through, without making an object of all the
 * rest. For one thread.
 */
final class Origins {
  private static final List<Schema.Field> FIELDS = Heartbeat.getClassSchema().getFields();

  private final ConfluentAvro<Heartbeat> codec;
  private BinaryDecoder decoder;

  Origins(Topics topics) {
    codec = (ConfluentAvro<Heartbeat>) topics.heartbeats().values().deserializer();
  }

  /** As {@link #name}; nothing where the heartbeat can't be read, which is for others to say. */
  Optional<String> of(byte[] heartbeat) {
    try {
      var body = codec.body(heartbeat);
      decoder =
          DecoderFactory.get()
              .binaryDecoder(
                  body.array(), body.arrayOffset() + body.position(), body.remaining(), decoder);
      return Optional.of(read());
    } catch (SerializationException
        | IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The name of a start in the books. */
  static String name(String ingestor, String incarnation) {
    return ingestor + "/" + incarnation;
  }

  private String read() throws IOException {
    var ingestor = "";
    for (var field : FIELDS) {
      switch (field.name()) {
        case "ingestor" -> ingestor = decoder.readString();
        case "incarnation" -> {
          return name(ingestor, decoder.readString());
        }
        default -> GenericDatumReader.skip(field.schema(), decoder);
      }
    }
    throw new IllegalStateException("A heartbeat has no incarnation");
  }
}
