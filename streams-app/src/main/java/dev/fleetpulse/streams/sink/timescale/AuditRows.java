package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.streams.sink.RowReader;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Of the events of alerts those that are somebody's decision. */
final class AuditRows implements RowReader<AlertEvent> {
  private final RowReader<AlertEvent> events;

  AuditRows(Topic<AlertKey, AlertEvent> topic) {
    this.events = RowReader.valuesOf(topic);
  }

  @Override
  public Optional<AlertEvent> read(ConsumerRecord<byte[], byte[]> record) {
    return events.read(record).filter(event -> event.getBy() != null);
  }
}
