package dev.fleetpulse.streams.topology.alerts;

import dev.fleetpulse.schemas.Alert;
import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.AlertKey;
import dev.fleetpulse.schemas.EpisodeKey;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Takes causes and commands, keeps each alert's state, and tells its episodes. */
final class EpisodeProcessor extends ContextualProcessor<AlertKey, AlertEvent, EpisodeKey, Alert> {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final Duration LOOK_AT_ALL = Duration.ofHours(6);
  private static final byte[] WAITING = {};

  private final AlertLife life;
  private final Generation generation;
  private KeyValueStore<AlertKey, AlertState> states;
  private KeyValueStore<AlertKey, byte[]> waiting;

  EpisodeProcessor(AlertLife life, Generation generation) {
    this.life = life;
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<EpisodeKey, Alert> context) {
    super.init(context);
    states = context.getStateStore(AlertsTopology.STATES);
    waiting = context.getStateStore(AlertsTopology.WAITING);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
    context.schedule(LOOK_AT_ALL, PunctuationType.WALL_CLOCK_TIME, this::forgetTheOver);
  }

  @Override
  public void process(Record<AlertKey, AlertEvent> event) {
    var before = Optional.ofNullable(states.get(event.key())).orElse(AlertState.NONE);
    keep(event.key(), before, life.take(before, event.value()), event.timestamp());
  }

  /** Those that end by nothing being told of them; few, so all of them are looked at. */
  private void look(long nowMs) {
    var due = new ArrayList<AlertKey>();
    try (var all = waiting.all()) {
      all.forEachRemaining(entry -> due.add(entry.key));
    }
    for (var key : due) {
      var before = states.get(key);
      keep(key, before, life.wait(before, nowMs), nowMs);
    }
  }

  /** Alerts that were over long ago, as those of instances that are no more. Their rows stay. */
  private void forgetTheOver(long nowMs) {
    var over = new ArrayList<AlertKey>();
    try (var all = states.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        if (life.isForgotten(entry.value, nowMs)) {
          over.add(entry.key);
        }
      }
    }
    over.forEach(states::delete);
  }

  private void keep(AlertKey key, AlertState before, AlertLife.Step step, long timestamp) {
    if (!step.state().equals(before)) {
      states.put(key, step.state());
    }
    var waits = life.endsByQuiet(step.state());
    if (waits != (waiting.get(key) != null)) {
      waiting.put(key, waits ? WAITING : null);
    }
    step.changed()
        .ifPresent(
            alert -> {
              var told =
                  Alert.newBuilder(alert)
                      .setRevision(generation.revisionAt(step.state().taken()))
                      .build();
              context()
                  .forward(
                      new Record<>(
                          new EpisodeKey(alert.getTenant(), alert.getEpisode()), told, timestamp));
            });
  }
}
