package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.InstanceState;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.RowReader;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/** Reads states of instances, and the ends of some: a record without a value. */
final class InstanceRows implements RowReader<InstanceRow> {
  private final Topic<InstanceKey, InstanceState> topic;

  InstanceRows(Topic<InstanceKey, InstanceState> topic) {
    this.topic = topic;
  }

  @Override
  public Optional<InstanceRow> read(ConsumerRecord<byte[], byte[]> record) {
    var state = topic.values().deserializer().deserialize(record.topic(), record.value());
    return Optional.of(state == null ? end(record) : InstanceRow.of(state));
  }

  private InstanceRow end(ConsumerRecord<byte[], byte[]> record) {
    var revision = record.headers().lastHeader(Topics.REVISION);
    if (record.key() == null || revision == null || revision.value().length != Long.BYTES) {
      throw new SerializationException(
          "The end of an instance needs its key and the header " + Topics.REVISION);
    }
    return new InstanceRow(
        topic.keys().deserializer().deserialize(record.topic(), record.key()),
        ByteBuffer.wrap(revision.value()).getLong(),
        Optional.empty());
  }
}
