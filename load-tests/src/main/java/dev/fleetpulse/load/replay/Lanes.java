package dev.fleetpulse.load.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Many things done side by side, but those of one name one after the other, in the order in which
 * they came. A lane that is full makes the giver wait.
 */
final class Lanes<T> {
  private static final int WAITING_MAX = 16;

  private final List<Lane<T>> lanes = new ArrayList<>();

  /** What one lane does with each thing. */
  @FunctionalInterface
  interface Worker<T> {
    void accept(T thing) throws InterruptedException;
  }

  private record Lane<T>(BlockingQueue<Waiting<T>> queue, Thread thread) {}

  private sealed interface Waiting<T> {
    record Thing<T>(T value) implements Waiting<T> {}

    record End<T>() implements Waiting<T> {}
  }

  /**
   * Starts the lanes.
   *
   * @param count how many things are done at the same time
   */
  static <T> Lanes<T> start(int count, Worker<T> worker) {
    var lanes = new Lanes<T>();
    for (var number = 1; number <= count; number++) {
      var queue = new ArrayBlockingQueue<Waiting<T>>(WAITING_MAX);
      var thread = Thread.ofVirtual().name("lane-" + number).start(() -> run(queue, worker));
      lanes.lanes.add(new Lane<>(queue, thread));
    }
    return lanes;
  }

  void put(String name, T thing) throws InterruptedException {
    lanes.get(Math.floorMod(name.hashCode(), lanes.size())).queue.put(new Waiting.Thing<>(thing));
  }

  /** Waits until everything that was put in is done, and ends the lanes. */
  void finish() throws InterruptedException {
    for (var lane : lanes) {
      lane.queue.put(new Waiting.End<>());
    }
    for (var lane : lanes) {
      lane.thread.join();
    }
  }

  private static <T> void run(BlockingQueue<Waiting<T>> queue, Worker<T> worker) {
    try {
      while (queue.take() instanceof Waiting.Thing<T>(var thing)) {
        worker.accept(thing);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
