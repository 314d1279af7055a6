package dev.fleetpulse.devstack.up;

import dev.fleetpulse.devstack.ChildProcess;
import dev.fleetpulse.devstack.Component;
import dev.fleetpulse.devstack.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts that were started, watched until they are closed again in the opposite order. */
final class Stack implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stack.class);

  private final Consumer<String> onDeath;
  private final Deque<Component> started = new ArrayDeque<>();
  private boolean closing;

  /**
   * Starts nothing yet.
   *
   * @param onDeath told, with the end of its log, when a part ends by itself
   */
  Stack(Consumer<String> onDeath) {
    this.onDeath = onDeath;
  }

  /**
   * Starts a part and returns when it is ready.
   *
   * @throws CancellationException if the stack is being closed
   */
  void start(Component part) throws InterruptedException {
    var began = System.nanoTime();
    synchronized (this) {
      if (closing) {
        throw new CancellationException(part.name());
      }
      started.push(part);
    }
    part.start();
    part.awaitReady();
    part.process().ifPresent(this::watch);
    LOG.info("{}", "  %-12s ready after %s".formatted(part.name(), Seconds.since(began)));
  }

  /** Whether the end of a part is wanted. */
  synchronized boolean isClosing() {
    return closing;
  }

  @Override
  public void close() {
    var began = System.nanoTime();
    LOG.info("Stopping");
    List<Component> parts;
    synchronized (this) {
      closing = true;
      parts = List.copyOf(started);
      started.clear();
    }
    // Our own programs only talk to the components, not to each other, so they end side by side.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      parts.stream()
          .filter(Program.class::isInstance)
          .forEach(part -> threads.execute(part::close));
    }
    parts.stream().filter(part -> !(part instanceof Program)).forEach(Component::close);
    LOG.info("Stopped after {}", Seconds.since(began));
  }

  private void watch(ChildProcess process) {
    Thread.ofVirtual()
        .name("watch-" + process.pid())
        .start(
            () -> {
              process.awaitEnd();
              if (!isClosing()) {
                onDeath.accept(process.obituary());
              }
            });
  }
}
