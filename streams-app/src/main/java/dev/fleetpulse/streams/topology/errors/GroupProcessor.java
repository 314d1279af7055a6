package dev.fleetpulse.streams.topology.errors;

import dev.fleetpulse.schemas.AlertEvent;
import dev.fleetpulse.schemas.ErrorCommand;
import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.ErrorGroup;
import dev.fleetpulse.schemas.ErrorOccurrence;
import dev.fleetpulse.schemas.GroupHourKey;
import dev.fleetpulse.schemas.GroupKey;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.errors.Decision.Action;
import dev.fleetpulse.streams.topology.errors.Decision.Status;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the figures of each group and of each of its hours, and lets changed ones go: at once where
 * a group was quiet, and at most once per interval where it is not.
 */
final class GroupProcessor extends ContextualProcessor<GroupKey, GroupNews, GroupKey, GroupStep> {
  /** So long after an hour its last occurrences may still be on their way. */
  private static final Duration SPIKE_ENDS_AFTER = Duration.ofMinutes(5);

  private final Generation generation;
  private final Duration emitInterval;
  private final Duration look;
  private KeyValueStore<GroupKey, ErrorGroup> groups;
  private KeyValueStore<GroupKey, ErrorOccurrence> samples;
  private KeyValueStore<GroupHourKey, ErrorCount> counts;
  private KeyValueStore<GroupKey, Decision> decisions;
  private KeyValueStore<GroupKey, Spike> spikes;
  private KeyValueStore<GroupKey, Unsent> unsent;

  /**
   * Lets figures go by the wall clock, which decides nothing but how many changes go together.
   *
   * @param look how often it is looked which of them may
   */
  GroupProcessor(Generation generation, Duration emitInterval, Duration look) {
    this.generation = generation;
    this.emitInterval = emitInterval;
    this.look = look;
  }

  @Override
  public void init(ProcessorContext<GroupKey, GroupStep> context) {
    super.init(context);
    groups = context.getStateStore(ErrorsTopology.GROUPS);
    samples = context.getStateStore(ErrorsTopology.SAMPLES);
    counts = context.getStateStore(ErrorsTopology.COUNTS);
    decisions = context.getStateStore(ErrorsTopology.DECISIONS);
    spikes = context.getStateStore(ErrorsTopology.SPIKES);
    unsent = context.getStateStore(ErrorsTopology.UNSENT);
    context.schedule(look, PunctuationType.WALL_CLOCK_TIME, this::passWallClock);
    context.schedule(Duration.ofHours(1), PunctuationType.STREAM_TIME, this::forget);
  }

  @Override
  public void process(Record<GroupKey, GroupNews> received) {
    switch (received.value()) {
      case GroupNews.Tallied(var tally, var sample) -> add(received, tally, sample);
      case GroupNews.Commanded(var command) -> decide(received, command);
    }
  }

  private void add(
      Record<GroupKey, GroupNews> received, Tally tally, Optional<ErrorOccurrence> sample) {
    var key = received.key();
    var before = groups.get(key);
    var offset = context().recordMetadata().orElseThrow().offset();
    var revision = next(before, generation.revisionAt(offset));
    var group = GroupFigures.group(before, key, tally, revision);
    sample
        .filter(offered -> before == null || isEarliest(key, offered))
        .ifPresent(taken -> take(key, group, taken));
    for (var hour : tally.hours()) {
      var hourKey = hourKey(key, hour.hourMs());
      counts.put(hourKey, GroupFigures.count(counts.get(hourKey), group, hour, revision));
    }
    var decision = Optional.ofNullable(decisions.get(key));
    setStatus(group, decision);
    groups.put(key, group);

    if (before == null) {
      tell(received, GroupEvents.isNew(group));
    }
    decision.ifPresent(last -> tellIfRegressed(received, before, group, last));
    watchForSpike(received, group);
    sendOrMark(received, key, tally.hours().stream().map(Tally.Hour::hourMs).toList());
  }

  private void decide(Record<GroupKey, GroupNews> received, ErrorCommand command) {
    var key = received.key();
    var decision = Decision.of(command, received.timestamp());
    if (decision.isEmpty()) {
      return;
    }
    decisions.put(key, decision.get());
    var before = groups.get(key);
    if (before == null) {
      // In a rebuild decisions may come before what they are about.
      return;
    }
    var group = GroupFigures.copy(before);
    group.setRevision(before.getRevision() + 1);
    setStatus(group, decision);
    groups.put(key, group);
    if (decision.get().action() != Action.reopen) {
      for (var type : List.of(GroupEvents.NEW, GroupEvents.REGRESSED)) {
        tell(received, GroupEvents.decided(group, type, decision.get()));
      }
    }
    tellIfRegressed(received, before, group, decision.get());
    send(key, received.timestamp(), List.of());
  }

  private boolean isEarliest(GroupKey key, ErrorOccurrence offered) {
    var known = samples.get(key);
    return known == null || place(offered).compareTo(place(known)) < 0;
  }

  private void take(GroupKey key, ErrorGroup group, ErrorOccurrence sample) {
    samples.put(key, sample);
    GroupFigures.name(group, sample);
  }

  private static void setStatus(ErrorGroup group, Optional<Decision> decision) {
    var status = Decision.status(decision, group);
    group.setStatus(status.name());
    group.setStatusSinceMs(status.sinceMs());
    group.setStatusBy(status.by());
    group.setResolvedAtMs(status.resolvedAtMs());
  }

  private void tellIfRegressed(
      Record<GroupKey, GroupNews> received,
      ErrorGroup before,
      ErrorGroup group,
      Decision decision) {
    var isBack =
        group.getStatus().equals(Status.REGRESSED)
            && (before == null
                || !before.getStatus().equals(Status.REGRESSED)
                || !group.getResolvedAtMs().equals(before.getResolvedAtMs()));
    if (isBack) {
      tell(received, GroupEvents.isRegressed(group, decision));
    }
  }

  private void watchForSpike(Record<GroupKey, GroupNews> received, ErrorGroup group) {
    var key = received.key();
    // What a tally counts was received in one hour, and only that one can be running.
    var runningMs = Hours.of(received.timestamp());
    var count = counts.get(hourKey(key, runningMs));
    if (count == null
        || Spike.isTooFew(count.getCount())
        || group.getStatus().equals(Status.IGNORED)) {
      return;
    }
    var known = spikes.get(key);
    if (known != null && known.hourMs() > runningMs) {
      return;
    }
    if (known != null && known.hourMs() < runningMs && known.isOpen()) {
      tell(received, GroupEvents.spikeEnded(group, known));
    }
    var spike =
        known != null && known.hourMs() == runningMs
            ? known
            : Spike.watching(
                runningMs, Hours.of(group.getFirstSeenMs()), hour -> countOf(key, hour));
    if (!spike.raised() && spike.isSpike(count.getCount())) {
      spike = spike.asRaised();
      tell(received, GroupEvents.isSpike(group, count, spike));
    }
    if (!spike.equals(known)) {
      spikes.put(key, spike);
    }
  }

  private long countOf(GroupKey key, long hourMs) {
    var count = counts.get(hourKey(key, hourMs));
    return count == null ? 0 : count.getCount();
  }

  private void sendOrMark(Record<GroupKey, GroupNews> received, GroupKey key, List<Long> hoursMs) {
    var waiting = unsent.get(key);
    if (waiting == null) {
      send(key, received.timestamp(), hoursMs);
    } else {
      unsent.put(key, waiting.with(hoursMs));
    }
  }

  /** The figures leave, those of the given hours and of all that have waited. */
  private void send(GroupKey key, long timestamp, List<Long> hoursMs) {
    var waiting = unsent.get(key);
    var all = waiting == null ? Unsent.nothing(0).with(hoursMs) : waiting.with(hoursMs);
    var changed =
        all.hoursMs().stream()
            .map(hour -> counts.get(hourKey(key, hour)))
            // Of an hour that is forgotten nothing is left to tell.
            .filter(Objects::nonNull)
            .toList();
    var whole = GroupFigures.withSample(groups.get(key), samples.get(key));
    context().forward(new Record<>(key, GroupStep.ofFigures(whole, changed), timestamp));
    unsent.put(key, Unsent.nothing(context().currentSystemTimeMs() + emitInterval.toMillis()));
  }

  private void sendDue(long nowMs, long timestamp) {
    try (var all = unsent.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        // A clock that was set back, or another machine's, must not make anybody wait for long.
        var isDue =
            entry.value.dueMs() <= nowMs || entry.value.dueMs() > nowMs + emitInterval.toMillis();
        if (isDue) {
          if (entry.value.hoursMs().isEmpty()) {
            unsent.delete(entry.key);
          } else {
            send(entry.key, timestamp, List.of());
          }
        }
      }
    }
  }

  private void tell(Record<GroupKey, GroupNews> received, AlertEvent event) {
    context().forward(received.withValue(GroupStep.ofEvent(event)));
  }

  private void passWallClock(long wallClockMs) {
    sendDue(wallClockMs, Math.max(0, context().currentStreamTimeMs()));
    endSpikes(wallClockMs - SPIKE_ENDS_AFTER.toMillis());
  }

  private void endSpikes(long nowMs) {
    try (var all = spikes.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        if (entry.value.hourMs() + Hours.HOUR_MS <= nowMs && entry.value.isOpen()) {
          spikes.put(entry.key, entry.value.asEnded());
          var event = GroupEvents.spikeEnded(groups.get(entry.key), entry.value);
          context().forward(new Record<>(entry.key, GroupStep.ofEvent(event), event.getAtMs()));
        }
      }
    }
  }

  private void forget(long streamTime) {
    var end =
        HourFirstSerde.startOf(Math.max(0, streamTime - ErrorsTopology.COUNTED_FOR.toMillis()));
    try (var old = counts.range(HourFirstSerde.startOf(0), end)) {
      old.forEachRemaining(count -> counts.delete(count.key));
    }
    try (var all = spikes.all()) {
      while (all.hasNext()) {
        var entry = all.next();
        if (entry.value.hourMs() + Hours.HOUR_MS < streamTime && !entry.value.isOpen()) {
          spikes.delete(entry.key);
        }
      }
    }
  }

  /** Revisions of a group only rise, though tallies and decisions come from different topics. */
  private static long next(ErrorGroup before, long revision) {
    return before == null ? revision : Math.max(before.getRevision() + 1, revision);
  }

  private static LocalGroup.Place place(ErrorOccurrence occurrence) {
    return new LocalGroup.Place(
        occurrence.getTimestampMs(), occurrence.getInstanceId(), occurrence.getErrorId());
  }

  private static GroupHourKey hourKey(GroupKey group, long hourMs) {
    return new GroupHourKey(group.tenant(), hourMs, group.signature(), group.app());
  }
}
