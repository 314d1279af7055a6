package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.streams.StateBytes;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serde;

/**
 * That a group's figures have left lately, and what has changed since.
 *
 * @param dueMs when they may leave again, by the wall clock
 * @param hoursMs hours whose counts have changed; empty where nothing has
 */
record Unsent(long dueMs, List<Long> hoursMs) {
  static Unsent nothing(long dueMs) {
    return new Unsent(dueMs, List.of());
  }

  Unsent with(List<Long> moreHoursMs) {
    var all = new ArrayList<>(hoursMs);
    for (var hour : moreHoursMs) {
      if (!all.contains(hour)) {
        all.add(hour);
      }
    }
    return new Unsent(dueMs, all);
  }

  static Serde<Unsent> serde() {
    return StateBytes.serde(
        (out, unsent) -> {
          out.writeLong(unsent.dueMs);
          out.writeInt(unsent.hoursMs.size());
          for (var hour : unsent.hoursMs) {
            out.writeLong(hour);
          }
        },
        in -> {
          var dueMs = in.readLong();
          var hoursMs = new ArrayList<Long>();
          for (var left = in.readInt(); left > 0; left--) {
            hoursMs.add(in.readLong());
          }
          return new Unsent(dueMs, hoursMs);
        });
  }
}
