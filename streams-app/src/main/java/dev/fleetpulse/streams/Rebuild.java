package dev.fleetpulse.streams;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.deadletter.RecordFailures.Unreadable;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The usage of the whole log computed anew, in a generation of its own beside the running one.
 * Nothing of it is seen before all of the log has been read; then its rows replace the others, and
 * it goes on with what comes.
 */
final class Rebuild implements AutoCloseable {
  private final Topics topics;
  private final UsageTopology usage;
  private final Room room;
  private final StreamsRunner runner;
  private final RocksDbMemory memory = new RocksDbMemory(RocksDbMemory.DEFAULT_MB);
  private final AtomicReference<String> failure = new AtomicReference<>();

  /**
   * Starts nothing yet.
   *
   * @param generation later than the running one
   * @param ends how far the heartbeats' log has been written
   * @param stateDir its own: that of a running process is locked
   */
  Rebuild(
      String kafka,
      Topics topics,
      Generation generation,
      LogEnds ends,
      Duration emitInterval,
      LedgerPeriod period,
      Path stateDir,
      MeterRegistry metrics) {
    this.topics = topics;
    this.usage = new UsageTopology(topics, generation, emitInterval, ends, period, metrics);
    // What can't be read went to the dead letters when it was read first.
    room = new Room("usage", generation, Unreadable.SKIP, usage::addTo);
    this.runner =
        new StreamsRunner(
            List.of(room),
            new RoomSettings(kafka, stateDir, topics, memory, metrics),
            metrics,
            failure::set);
  }

  /** The group in whose name the log is read. */
  String applicationId() {
    return room.applicationId();
  }

  void start() {
    runner.start();
  }

  /**
   * Partitions whose figures have replaced the others.
   *
   * @throws IllegalStateException if it can't go on
   */
  int published() {
    if (failure.get() != null) {
      throw new IllegalStateException("The rebuild ended because " + failure.get());
    }
    return usage.published().count();
  }

  /** Whether all of them have. */
  boolean isPublished() {
    return published() == topics.heartbeats().partitions();
  }

  @Override
  public void close() {
    runner.close();
    memory.close();
  }
}
