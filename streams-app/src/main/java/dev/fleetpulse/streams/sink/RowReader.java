package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.RegistryUnavailableException;
import dev.fleetpulse.schemas.Topic;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Makes of a record what a table's row is written from. Used by one thread.
 *
 * @param <V> what the rows are made of
 */
@FunctionalInterface
public interface RowReader<V> {
  /**
   * What the record holds; nothing for ticks.
   *
   * @throws SerializationException if the record can't be read, whoever asks again
   * @throws RegistryUnavailableException if that can't be told now
   */
  Optional<V> read(ConsumerRecord<byte[], byte[]> record);

  /**
   * What is kept of a record beside the row, until that is written. Where the row holds all that
   * counts, that is the place alone, and the record is fetched again if it has to be given up.
   */
  default ConsumerRecord<byte[], byte[]> source(ConsumerRecord<byte[], byte[]> record) {
    return record;
  }

  /** The record's value as it is. */
  static <V> RowReader<V> valuesOf(Topic<?, V> topic) {
    return record ->
        Optional.ofNullable(
            topic.values().deserializer().deserialize(record.topic(), record.value()));
  }
}
