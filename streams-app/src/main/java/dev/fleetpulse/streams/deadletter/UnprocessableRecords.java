package dev.fleetpulse.streams.deadletter;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Asks {@link RecordFailures} about records that a processor failed on. Made by Kafka Streams. A
 * failure without a record (the passing of time) leaves nothing to give up and stays a failure.
 */
public final class UnprocessableRecords implements ProcessingExceptionHandler {
  private RecordFailures failures;

  @Override
  public void configure(Map<String, ?> settings) {
    failures = RecordFailures.from(settings);
  }

  @Override
  public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception failure) {
    return context.topic() != null && RecordFailures.isRecordAtFault(failure)
        ? Response.resume(failures.giveUpUnprocessable(source(context), failure))
        : Response.fail();
  }

  /** The record as it came from its topic; between processors it has long become another. */
  private static ConsumerRecord<byte[], byte[]> source(ErrorHandlerContext context) {
    return new ConsumerRecord<>(
        context.topic(),
        context.partition(),
        context.offset(),
        context.timestamp(),
        TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        context.sourceRawKey(),
        context.sourceRawValue(),
        context.headers() == null ? new RecordHeaders() : context.headers(),
        Optional.empty());
  }
}
