package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.streams.StateBytes;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serde;

/** How a window is written. */
final class PatternWindowSerde {
  private PatternWindowSerde() {}

  static Serde<PatternWindow> create() {
    return StateBytes.serde(
        (out, window) -> {
          out.writeInt(window.apps().size());
          for (var app : window.apps().entrySet()) {
            StateBytes.writeText(out, app.getKey());
            out.writeLong(app.getValue().instances());
            out.writeInt(app.getValue().counts().size());
            for (var hour : app.getValue().counts().entrySet()) {
              out.writeLong(hour.getKey());
              out.writeLong(hour.getValue());
            }
          }
        },
        in -> {
          var apps = new TreeMap<String, PatternWindow.App>();
          for (var left = in.readInt(); left > 0; left--) {
            var name = StateBytes.readText(in);
            var instances = in.readLong();
            var counts = new TreeMap<Long, Long>();
            for (var hours = in.readInt(); hours > 0; hours--) {
              counts.put(in.readLong(), in.readLong());
            }
            apps.put(name, new PatternWindow.App(counts, instances));
          }
          return new PatternWindow(apps);
        });
  }
}
