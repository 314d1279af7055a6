package dev.fleetpulse.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the rooms, each as its own Kafka Streams application. */
final class StreamsRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration PAUSE_BEFORE_REPLACING = Duration.ofSeconds(1);

  private final List<Room> rooms;
  private final RoomSettings settings;
  private final MeterRegistry metrics;
  private final Consumer<String> onEnd;
  private final List<Running> running = new CopyOnWriteArrayList<>();

  private record Running(Room room, KafkaStreams streams) {}

  /**
   * Starts nothing yet.
   *
   * @param onEnd told, with the reason, when a room can't go on by itself
   */
  StreamsRunner(
      List<Room> rooms, RoomSettings settings, MeterRegistry metrics, Consumer<String> onEnd) {
    this.rooms = List.copyOf(rooms);
    this.settings = settings;
    this.metrics = metrics;
    this.onEnd = onEnd;
  }

  /** Starts all rooms; they join their groups and restore their state in the background. */
  void start() {
    for (var room : rooms) {
      var streams = new KafkaStreams(settings.topology(room), settings.of(room));
      var failures = failures(room);
      streams.setUncaughtExceptionHandler(failure -> replaceThread(room, failures, failure));
      streams.setStateListener((state, before) -> onState(room, state));
      running.add(new Running(room, streams));
      streams.start();
    }
  }

  /** One sentence for each room that does not process records right now. */
  List<String> reasonsNotReady() {
    if (running.size() < rooms.size()) {
      return List.of("Topologies have not all been started");
    }
    var reasons = new ArrayList<String>();
    for (var one : running) {
      var state = one.streams.state();
      if (state != KafkaStreams.State.RUNNING) {
        reasons.add("Topology " + one.room.name() + " is " + state);
      }
    }
    return reasons;
  }

  /** Ends all rooms side by side, so that a slow one takes no time from the others. */
  @Override
  public void close() {
    try (var closers =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("close-", 0).factory())) {
      running.forEach(one -> closers.execute(() -> close(one)));
    }
    running.clear();
  }

  private static void close(Running one) {
    // Leaving the group at once spares the next start the wait for the session's end.
    var options =
        CloseOptions.timeout(CLOSE_TIMEOUT)
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    if (!one.streams.close(options)) {
      LOG.error("Topology {} did not close within {}", one.room.name(), CLOSE_TIMEOUT);
    }
  }

  private static StreamThreadExceptionResponse replaceThread(
      Room room, Counter failures, Throwable failure) {
    LOG.error("Topology {} failed; another thread takes over", room.name(), failure);
    failures.increment();
    pause();
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  /** The dying thread waits, so that a lasting trouble does not become a storm of threads. */
  private static void pause() {
    try {
      Thread.sleep(PAUSE_BEFORE_REPLACING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onState(Room room, KafkaStreams.State state) {
    LOG.info("Topology {} is {}", room.name(), state);
    if (state == KafkaStreams.State.ERROR) {
      onEnd.accept("topology " + room.name() + " can't go on");
    }
  }

  private Counter failures(Room room) {
    return Counter.builder("fleetpulse.streams.threads.failed")
        .description("Stream threads that ended by an exception and were replaced")
        .tag("topology", room.name())
        .register(metrics);
  }
}
