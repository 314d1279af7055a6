package dev.fleetpulse.load.recording;

import java.util.Iterator;

/** Things in the order of time, read one after the other from files that have to be closed. */
public interface Series<T> extends Iterator<T>, AutoCloseable {
  @Override
  void close();
}
