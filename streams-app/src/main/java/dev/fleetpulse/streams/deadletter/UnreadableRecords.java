package dev.fleetpulse.streams.deadletter;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/** Asks {@link RecordFailures} about records that can't be read. Made by Kafka Streams. */
public final class UnreadableRecords implements DeserializationExceptionHandler {
  private RecordFailures failures;

  @Override
  public void configure(Map<String, ?> settings) {
    failures = RecordFailures.from(settings);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    return RecordFailures.isRecordAtFault(failure)
        ? Response.resume(failures.giveUpUnreadable(record, failure))
        : Response.fail();
  }
}
