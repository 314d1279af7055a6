package dev.fleetpulse.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro records to and from the Confluent wire format: a zero byte, the schema's id as four bytes
 * (big endian), the record in Avro's binary encoding. Readable by everything that speaks to a
 * Confluent-compatible registry.
 *
 * <p>Safe for any number of threads; each keeps its own buffers, because making new ones costs more
 * than the encoding itself.
 *
 * @param <T> the record, as this build knows it; records written with other versions of its schema
 *     are resolved to it
 */
public final class ConfluentAvro<T extends SpecificRecord>
    implements Serializer<T>, Deserializer<T> {
  private static final byte MAGIC = 0;
  private static final int PREFIX_BYTES = 1 + Integer.BYTES;
  private static final int LENGTH_MAX = 16 * 1024 * 1024;

  static {
    // Avro reserves what a length asks for before it looks whether so many bytes are there: a
    // forged
    // record of twenty bytes would cost two gigabytes. It reads these limits when first used.
    limit("org.apache.avro.limits.bytes.maxLength");
    limit("org.apache.avro.limits.string.maxLength");
    limit("org.apache.avro.limits.collectionItems.maxLength");
  }

  private final String subject;
  private final Schema schema;
  private final Schemas schemas;
  private final SpecificData data;
  private final ThreadLocal<Writing> writing = ThreadLocal.withInitial(Writing::new);
  private final ThreadLocal<Reading> reading = ThreadLocal.withInitial(Reading::new);
  private final Map<Integer, Boolean> ours = new ConcurrentHashMap<>();
  private volatile int id = -1;

  /**
   * Registers nothing yet, see {@link #register}.
   *
   * @param subject under which the schema is registered, by convention {@code <topic>-value}
   */
  public ConfluentAvro(String subject, Class<T> type, Schemas schemas) {
    this.subject = subject;
    this.data = SpecificData.getForClass(type);
    this.schema = data.getSchema(type);
    // The generated classes write and read their own fields, which takes half of the time that
    // walking their schemas does.
    data.setCustomCoders(true);
    // Avro asks its own fast reader first, which is slower than they are.
    data.setFastReaderEnabled(false);
    this.schemas = schemas;
  }

  /**
   * Registers the schema; for a process's start, so that a broken registry shows before the first
   * record. Otherwise the first record does it.
   *
   * @throws RegistryUnavailableException if the registry can't be reached
   * @throws IncompatibleSchemaException if the registry refuses the schema
   */
  public void register() {
    id = schemas.register(subject, schema);
  }

  @Override
  public byte[] serialize(String topic, T value) {
    if (value == null) {
      return null;
    }
    if (id < 0) {
      register();
    }
    return writing.get().write(value);
  }

  /**
   * Decodes a record.
   *
   * @throws SerializationException if the bytes are no such record, whoever asks again
   * @throws RegistryUnavailableException if that can't be told now
   */
  @Override
  public T deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    var writer = writer(bytes);
    try {
      return reading.get().read(writer, bytes);
    } catch (UnknownSchemaException e) {
      throw new SerializationException(e.getMessage(), e);
    } catch (IOException
        | AvroRuntimeException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | UnsupportedOperationException
        | ClassCastException e) {
      throw new SerializationException(
          "Not a %s of schema %d: %s".formatted(schema.getName(), writer, e), e);
    }
  }

  /**
   * The record in the binary encoding of exactly the schema of this build: the given bytes
   * themselves where it was written so, otherwise another encoding of it.
   *
   * @return backed by an array
   * @throws SerializationException if the bytes are no such record, as far as that was looked at
   * @throws RegistryUnavailableException if that can't be told now
   */
  public ByteBuffer body(byte[] bytes) {
    var writer = writer(bytes);
    var written = isOurs(writer) ? bytes : writing.get().write(deserialize(subject, bytes));
    return ByteBuffer.wrap(written, PREFIX_BYTES, written.length - PREFIX_BYTES);
  }

  private boolean isOurs(int writer) {
    try {
      return ours.computeIfAbsent(writer, key -> isSameEncoding(schemas.byId(key), schema));
    } catch (UnknownSchemaException e) {
      throw new SerializationException(e.getMessage(), e);
    }
  }

  /** Names of Java types, defaults and words about fields change nothing of the bytes. */
  private static boolean isSameEncoding(Schema one, Schema other) {
    return SchemaNormalization.toParsingForm(one).equals(SchemaNormalization.toParsingForm(other));
  }

  private static int writer(byte[] bytes) {
    if (bytes.length < PREFIX_BYTES || bytes[0] != MAGIC) {
      throw new SerializationException("Not Avro in the Confluent wire format");
    }
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {
    // Both parents declare it; everything is given to the constructor.
  }

  @Override
  public void close() {
    writing.remove();
    reading.remove();
  }

  private static void limit(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, Integer.toString(LENGTH_MAX));
    }
  }

  private final class Writing {
    private final DatumWriter<T> writer = new SpecificDatumWriter<>(schema, data);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    private BinaryEncoder idle;

    byte[] write(T value) {
      bytes.reset();
      bytes.writeBytes(ByteBuffer.allocate(PREFIX_BYTES).put(MAGIC).putInt(id).array());
      // It collects bytes, as the stream takes them one by one only under a lock. One that failed
      // halfway still holds some, and does not come back.
      var encoder = idle == null ? EncoderFactory.get().binaryEncoder(bytes, null) : idle;
      idle = null;
      try {
        writer.write(value, encoder);
        encoder.flush();
      } catch (IOException | AvroRuntimeException | NullPointerException e) {
        throw new SerializationException("Can't write a %s: %s".formatted(subject, e), e);
      }
      idle = encoder;
      return bytes.toByteArray();
    }
  }

  private final class Reading {
    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private BinaryDecoder decoder;

    T read(int writerId, byte[] bytes) throws IOException {
      var reader =
          readers.computeIfAbsent(
              writerId, key -> new SpecificDatumReader<>(schemas.byId(key), schema, data));
      decoder =
          DecoderFactory.get()
              .binaryDecoder(bytes, PREFIX_BYTES, bytes.length - PREFIX_BYTES, decoder);
      var value = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new IOException("bytes are left over");
      }
      return value;
    }
  }
}
