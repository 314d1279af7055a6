package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Topics;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Heartbeats to rows, straight from bytes to bytes. For one thread. */
public abstract class HeartbeatBytes implements RowReader<EncodedRow> {
  private final ConfluentAvro<Heartbeat> codec;
  private final AvroBytes in = new AvroBytes();

  /** Reads the records of {@link Topics#heartbeats}. */
  protected HeartbeatBytes(Topics topics) {
    codec = (ConfluentAvro<Heartbeat>) topics.heartbeats().values().deserializer();
  }

  @Override
  public final Optional<EncodedRow> read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    in.over(codec.body(record.value()));
    var row = encode(in, record);
    in.end();
    return Optional.of(row);
  }

  @Override
  public final ConsumerRecord<byte[], byte[]> source(ConsumerRecord<byte[], byte[]> record) {
    return Place.of(record);
  }

  /**
   * Makes the row, passing through all fields of the heartbeat.
   *
   * @param source tells where and when it was appended
   */
  protected abstract EncodedRow encode(AvroBytes in, ConsumerRecord<byte[], byte[]> source);
}
