package dev.fleetpulse.devstack;

import java.util.Optional;

/**
 * One real component of the stack. It is started, then waited for, then closed; starting and
 * waiting are apart so that several can start side by side.
 */
public interface Component extends AutoCloseable {
  /** As it is called on the terminal and in the name of its log. */
  String name();

  /**
   * Begins the start and returns.
   *
   * @throws ComponentException if it can't be started
   */
  void start();

  /**
   * Waits until it does its work.
   *
   * @throws ComponentException if it ended or did not get ready in time, with the end of its log
   */
  void awaitReady() throws InterruptedException;

  /** Its process, once started; none for a part that runs inside this JVM. */
  Optional<ChildProcess> process();

  /** Ends it and waits until it has ended; does nothing if it was not started. */
  @Override
  void close();
}
