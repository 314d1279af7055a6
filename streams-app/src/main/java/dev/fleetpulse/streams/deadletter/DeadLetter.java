package dev.fleetpulse.streams.deadletter;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A record nobody could use, for the dead-letter topic: key, value and headers as they came, then
 * headers of ours that say where it came from and what is wrong with it.
 */
public final class DeadLetter {
  private static final int CAUSE_CHARACTERS_MAX = 2000;

  private DeadLetter() {}

  /**
   * The record to send.
   *
   * @param application who gives the record up
   * @param cause in words
   * @param deadLetters the topic to send it to
   */
  public static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> record, String application, String cause, String deadLetters) {
    var headers = new RecordHeaders(record.headers());
    add(headers, "cause", cause.substring(0, Math.min(cause.length(), CAUSE_CHARACTERS_MAX)));
    add(headers, "topic", record.topic());
    add(headers, "partition", Integer.toString(record.partition()));
    add(headers, "offset", Long.toString(record.offset()));
    add(headers, "timestamp", Long.toString(record.timestamp()));
    add(headers, "application", application);
    return new ProducerRecord<>(deadLetters, null, null, record.key(), record.value(), headers);
  }

  private static void add(Headers headers, String name, String text) {
    headers.add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
