package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Lets the events of an app's groups through, up to so many an hour; a bad release that breaks
 * everything is one storm and not a hundred alerts.
 */
final class StormProcessor extends ContextualProcessor<String, AlertEvent, AlertKey, AlertEvent> {
  static final String TYPE = "error.storm";

  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration ENDS_AFTER = Duration.ofMinutes(5);

  private KeyValueStore<String, Storm> storms;

  @Override
  public void init(ProcessorContext<AlertKey, AlertEvent> context) {
    super.init(context);
    storms = context.getStateStore(ErrorsTopology.STORMS);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::end);
  }

  /** What one app is called here. */
  static String app(AlertEvent event) {
    return event.getTenant() + "/" + event.getApp();
  }

  @Override
  public void process(Record<String, AlertEvent> received) {
    var event = received.value();
    var hourMs = Hours.of(event.getAtMs());
    var known = storms.get(received.key());
    if (!event.getKind().equals(GroupEvents.RAISED) || (known != null && known.hourMs() > hourMs)) {
      forward(event, received.timestamp());
      return;
    }
    if (known != null && known.hourMs() < hourMs && known.isOpen()) {
      forward(ended(received.key(), known), received.timestamp());
    }
    var storm =
        (known == null || known.hourMs() < hourMs ? Storm.none(hourMs) : known).withOneMore();
    storms.put(received.key(), storm);
    if (storm.begins()) {
      forward(began(event, storm), received.timestamp());
    } else if (!storm.rages()) {
      forward(event, received.timestamp());
    }
  }

  private void end(long wallClockMs) {
    try (var all = storms.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        var endMs = entry.value.hourMs() + Hours.HOUR_MS;
        if (endMs + ENDS_AFTER.toMillis() <= wallClockMs && entry.value.isOpen()) {
          storms.put(entry.key, entry.value.asEnded());
          forward(ended(entry.key, entry.value), endMs);
        }
      }
    }
  }

  private void forward(AlertEvent event, long timestamp) {
    context()
        .forward(
            new Record<>(new AlertKey(event.getTenant(), event.getAlertKey()), event, timestamp));
  }

  private static AlertEvent began(AlertEvent last, Storm storm) {
    return about(last.getTenant(), last.getApp())
        .setEventId("storm/" + storm.hourMs())
        .setKind(GroupEvents.RAISED)
        .setAtMs(last.getAtMs())
        .setSeverity("critical")
        .setMessage(
            "More than %d errors of %s are new, back or many in one hour; the rest is not told one by one"
                .formatted(Storm.ONE_BY_ONE, last.getApp()))
        .setEvidence(
            Map.of(
                "hourMs", Long.toString(storm.hourMs()),
                "toldOneByOne", Integer.toString(Storm.ONE_BY_ONE),
                "last", last.getMessage()))
        .build();
  }

  private static AlertEvent ended(String app, Storm storm) {
    var slash = app.indexOf('/');
    return about(app.substring(0, slash), app.substring(slash + 1))
        .setEventId("storm-ended/" + storm.hourMs())
        .setKind(GroupEvents.CLEARED)
        .setAtMs(storm.hourMs() + Hours.HOUR_MS)
        .build();
  }

  private static AlertEvent.Builder about(String tenant, String app) {
    return AlertEvent.newBuilder()
        .setTenant(tenant)
        .setAlertKey(TYPE + "/" + app)
        .setType(TYPE)
        .setApp(app);
  }
}
