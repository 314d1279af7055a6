package dev.fleetpulse.query.fleet;

import java.util.Arrays;

/** Tells instances that are asked for from others; without allocating, for it sees all of them. */
final class FleetFilter {
  private final Status status;
  private final String app;
  private final String text;
  private final String[] tagNames;
  private final String[] tagValues;

  FleetFilter(FleetQuery query) {
    status = query.status().orElse(null);
    app = query.app().orElse(null);
    text = query.text().orElse(null);
    tagNames = query.tags().keySet().toArray(String[]::new);
    tagValues = Arrays.stream(tagNames).map(query.tags()::get).toArray(String[]::new);
  }

  boolean fits(Instance instance, Status shown) {
    return (status == null || shown == status)
        && (app == null || app.equals(instance.app()))
        && (text == null || hasText(instance))
        && hasTags(instance);
  }

  private boolean hasText(Instance instance) {
    return instance.lowerId().contains(text)
        || instance.lowerName().contains(text)
        || instance.lowerApp().contains(text);
  }

  private boolean hasTags(Instance instance) {
    for (var i = 0; i < tagNames.length; i++) {
      if (!tagValues[i].equals(instance.tags().get(tagNames[i]))) {
        return false;
      }
    }
    return true;
  }
}
