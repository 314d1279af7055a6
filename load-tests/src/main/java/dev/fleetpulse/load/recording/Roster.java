package dev.fleetpulse.load.recording;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be known of a recorded cluster before its first heartbeat can be sent.
 *
 * @param machines in the order in which they first report
 * @param lastMs when the last report came
 * @param lastCarryingMs when a machine reported again for the last time; a machine's first report
 *     carries no usage, so no request may come after this
 */
record Roster(Set<Machine> machines, long lastMs, long lastCarryingMs) {

  static Roster of(Path file) {
    var machines = new LinkedHashSet<Machine>();
    var lastMs = 0L;
    var lastCarryingMs = 0L;
    try (var samples = MachineSeries.open(file)) {
      while (samples.hasNext()) {
        var sample = samples.next();
        lastMs = sample.timeMs();
        if (!machines.add(sample.machine())) {
          lastCarryingMs = lastMs;
        }
      }
    }
    return new Roster(machines, lastMs, lastCarryingMs);
  }

  /** The machines of an app. */
  List<Machine> of(String app) {
    return machines.stream().filter(machine -> machine.app().equals(app)).toList();
  }

  boolean carriesUsage() {
    return lastCarryingMs > 0;
  }
}
