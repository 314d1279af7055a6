package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;

/** Makes sinks that differ only in where from and where to. */
public record SinkFactory(SinkConsumers consumers, DeadLetters deadLetters, MeterRegistry metrics) {
  /** A sink that is not started yet. */
  public <V> Sink<V> sink(Topic<?, V> topic, Table<V> table, BatchLimits limits) {
    return sink(topic, RowReader.valuesOf(topic), table, limits);
  }

  /** The same with rows that are made of something else than the topic's values. */
  public <V> Sink<V> sink(
      Topic<?, ?> topic, RowReader<V> reader, Table<V> table, BatchLimits limits) {
    return new Sink<>(topic, reader, table, limits, consumers::inGroup, deadLetters, metrics);
  }
}
