package dev.fleetpulse.streams.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record on its way into a table.
 *
 * @param source the record as it came from its topic, or its {@link Place}
 */
public record Row<V>(V value, ConsumerRecord<byte[], byte[]> source) {}
