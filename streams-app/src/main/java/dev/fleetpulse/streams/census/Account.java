package dev.fleetpulse.streams.census;

import java.util.List;

/**
 * One log in one store.
 *
 * @param stages in the order in which records pass them
 */
record Account(String log, String store, List<Stage> stages, StoreCounter counter) {
  String name() {
    return store + "-" + log;
  }
}
