package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.control.MaintenanceWindows.Window;
import dev.fleetpulse.schemas.AlertEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A tenant's causes, muted where somebody works on what they are about. All else passes.
 *
 * <p>Whether a cause is muted when it is told goes by the time at which it was told, so that a
 * replay says the same. Windows begin and end by that time, too, while there is something to read;
 * only where nothing comes does the clock on the wall say that time passes.
 */
final class MutingProcessor extends ContextualProcessor<String, AlertEvent, String, AlertEvent> {
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** To forget what only happened; windows that begin and end are seen at once. */
  private static final Duration LOOK_AT_ALL = Duration.ofHours(1);

  private final Muting muting;
  private KeyValueStore<String, AlertEvent> held;
  private Set<Window> inForce = Set.of();
  private long lookedMs;
  private long lookedAtAllMs;
  private boolean isIdle;

  /** Whether somebody has to be looked at although no window begins or ends. */
  private boolean isDue = true;

  MutingProcessor(Muting muting) {
    this.muting = muting;
  }

  @Override
  public void init(ProcessorContext<String, AlertEvent> context) {
    super.init(context);
    held = context.getStateStore(AlertsTopology.HELD);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookWhereIdle);
  }

  @Override
  public void process(Record<String, AlertEvent> record) {
    isIdle = false;
    var event = record.value();
    if (event.getAtMs() >= lookedMs + LOOK.toMillis()) {
      look(event.getAtMs());
    }
    if (!Muting.concerns(event)) {
      context().forward(record);
      return;
    }
    var key = event.getTenant() + "/" + event.getAlertKey();
    var before = Optional.ofNullable(held.get(key));
    if (event.getKind().equals("raised")) {
      var then = muting.inForce(event.getAtMs());
      isDue |= !then.equals(inForce);
      keep(record.key(), key, muting.raised(before, event, then), record.timestamp());
    } else {
      keep(record.key(), key, muting.cleared(before, event), record.timestamp());
    }
  }

  private void lookWhereIdle(long nowMs) {
    if (isIdle) {
      look(nowMs);
    }
    isIdle = true;
  }

  private void look(long atMs) {
    lookedMs = Math.max(lookedMs, atMs);
    var now = muting.inForce(lookedMs);
    if (now.equals(inForce) && !isDue && lookedMs < lookedAtAllMs + LOOK_AT_ALL.toMillis()) {
      return;
    }
    inForce = now;
    isDue = false;
    lookedAtAllMs = lookedMs;
    var all = new ArrayList<KeyValue<String, Muting.Step>>();
    try (var entries = held.all()) {
      entries.forEachRemaining(
          entry ->
              muting
                  .rejudged(entry.value, inForce, lookedMs)
                  .ifPresent(step -> all.add(KeyValue.pair(entry.key, step))));
    }
    for (var changed : all) {
      var tenant = changed.key.substring(0, changed.key.indexOf('/'));
      keep(tenant, changed.key, changed.value, lookedMs);
    }
  }

  private void keep(String tenant, String key, Muting.Step step, long timestamp) {
    held.put(key, step.held().orElse(null));
    step.told().forEach(event -> context().forward(new Record<>(tenant, event, timestamp)));
  }
}
