package dev.fleetpulse.load.fault;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Tick;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topic of the heartbeats, from its first record to the last one there is now. */
final class HeartbeatLog {
  private final CommittedLog log;
  private final Topic<InstanceKey, Heartbeat> heartbeats;
  private final ConfluentAvro<Tick> ticks;

  HeartbeatLog(String kafka, Schemas schemas) {
    this.log = new CommittedLog(kafka);
    this.heartbeats = Topics.with(schemas).heartbeats();
    this.ticks = Topics.ticks(schemas);
  }

  /**
   * Tells everything to the reconciliation.
   *
   * @throws IllegalStateException if the broker is silent before the end is reached
   */
  void readInto(Reconciliation reconciliation) {
    var bytes = new ByteArrayDeserializer();
    log.read(heartbeats, bytes, bytes, record -> tell(record, reconciliation));
  }

  private void tell(ConsumerRecord<byte[], byte[]> record, Reconciliation reconciliation) {
    var header = record.headers().lastHeader(Topics.TICK);
    if (header != null) {
      var tick = ticks.deserialize(record.topic(), header.value());
      reconciliation.tick(
          record.partition(), tick.getIncarnation(), tick.getAcknowledged(), tick.getGoodbye());
      return;
    }
    var heartbeat = heartbeats.values().deserializer().deserialize(record.topic(), record.value());
    reconciliation.heartbeat(
        record.partition(),
        heartbeat.getIncarnation(),
        new HeartbeatId(heartbeat.getInstanceId(), heartbeat.getTimestampMs()),
        hex(heartbeat.getHash()));
  }

  private static String hex(ByteBuffer bytes) {
    var copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return HexFormat.of().formatHex(copy);
  }
}
