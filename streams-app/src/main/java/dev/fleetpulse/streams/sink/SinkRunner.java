package dev.fleetpulse.streams.sink;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;

/** Runs the sinks side by side. */
public final class SinkRunner implements AutoCloseable {
  private final List<Sink<?>> sinks;

  /** Starts nothing yet. */
  public SinkRunner(List<Sink<?>> sinks) {
    this.sinks = List.copyOf(sinks);
  }

  /** Starts all sinks, in the background. */
  public void start() {
    sinks.forEach(Sink::start);
  }

  /** One sentence for each sink that does not read right now. */
  public List<String> reasonsNotReady() {
    return sinks.stream().map(Sink::reasonNotReady).flatMap(Optional::stream).toList();
  }

  /** Ends all sinks together, so that a slow store takes no time from the others. */
  @Override
  public void close() {
    try (var closers =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("close-sink-", 0).factory())) {
      sinks.forEach(sink -> closers.execute(sink::close));
    }
  }
}
