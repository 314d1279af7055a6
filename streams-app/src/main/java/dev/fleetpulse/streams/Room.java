package dev.fleetpulse.streams;

import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsBuilder;

/**
 * One topology that runs as an application of its own: it fails, is reset and is upgraded alone.
 *
 * @param name part of its application id, like the generation
 * @param topology adds it to a builder
 */
public record Room(
    String name, Generation generation, Unreadable unreadable, Consumer<StreamsBuilder> topology) {
  static final String PREFIX = "fleetpulse-";

  String applicationId() {
    return PREFIX + name + "-g" + generation.number();
  }
}
