package dev.fleetpulse.streams.deadletter;

import dev.fleetpulse.schemas.RegistryUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a topology does with records it can't use. Kafka Streams makes its exception handlers
 * itself, so they find this in the settings.
 */
public final class RecordFailures {
  private static final Logger LOG = LoggerFactory.getLogger(RecordFailures.class);
  private static final String SETTING = "fleetpulse.record.failures";

  private final String application;
  private final String deadLetters;
  private final Unreadable unreadable;
  private final Counter unreadableRecords;
  private final Counter unprocessableRecords;

  /** What becomes of records nobody can read: of all who read a topic, exactly one decides. */
  public enum Unreadable {
    /** They go to the dead letters. */
    DEAD_LETTER,
    /** They are passed over; somebody else dead-letters them. */
    SKIP
  }

  /**
   * Sends and counts nothing yet.
   *
   * @param application the id under which the topology runs
   * @param deadLetters the topic for what is given up
   */
  public RecordFailures(
      String application, String deadLetters, Unreadable unreadable, MeterRegistry metrics) {
    this.application = application;
    this.deadLetters = deadLetters;
    this.unreadable = unreadable;
    this.unreadableRecords = counter(metrics, "unreadable");
    this.unprocessableRecords = counter(metrics, "unprocessable");
  }

  /** Has Kafka Streams ask here. */
  public void addTo(Map<String, Object> settings) {
    settings.put(SETTING, this);
    settings.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class);
    settings.put(
        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, UnprocessableRecords.class);
  }

  static RecordFailures from(Map<String, ?> settings) {
    return (RecordFailures) settings.get(SETTING);
  }

  /** Whether the record is at fault, not the world: then nobody need try again. */
  static boolean isRecordAtFault(Throwable failure) {
    var chain = Stream.iterate(failure, cause -> cause != null, Throwable::getCause).toList();
    if (chain.stream().anyMatch(RegistryUnavailableException.class::isInstance)) {
      return false;
    }
    return chain.stream().anyMatch(SerializationException.class::isInstance)
        || !(failure instanceof KafkaException);
  }

  /** The dead letters a record leaves that can't be read. */
  List<ProducerRecord<byte[], byte[]>> giveUpUnreadable(
      ConsumerRecord<byte[], byte[]> record, Exception failure) {
    unreadableRecords.increment();
    return switch (unreadable) {
      case SKIP -> List.of();
      case DEAD_LETTER -> giveUp(record, failure);
    };
  }

  /** The dead letters a record leaves that can't be processed. */
  List<ProducerRecord<byte[], byte[]>> giveUpUnprocessable(
      ConsumerRecord<byte[], byte[]> record, Exception failure) {
    unprocessableRecords.increment();
    return giveUp(record, failure);
  }

  private List<ProducerRecord<byte[], byte[]>> giveUp(
      ConsumerRecord<byte[], byte[]> record, Exception failure) {
    LOG.warn(
        "{} gives up {}-{} offset {}",
        application,
        record.topic(),
        record.partition(),
        record.offset(),
        failure);
    return List.of(DeadLetter.of(record, application, failure.toString(), deadLetters));
  }

  private Counter counter(MeterRegistry metrics, String fault) {
    return Counter.builder("fleetpulse.streams.records.failed")
        .description("Records a topology could not use")
        .tag("application", application)
        .tag("fault", fault)
        .register(metrics);
  }
}
