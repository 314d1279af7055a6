package dev.fleetpulse.streams.topology.patterns;

import dev.fleetpulse.schemas.ErrorCount;
import dev.fleetpulse.schemas.Pattern;
import dev.fleetpulse.streams.Generation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Adds up what apps have in common and says when that is a pattern. What happens to a pattern
 * leaves at once, mere figures once a minute.
 *
 * <p>Time is the log's. Only where no counts came for ten minutes it is the wall clock's, because
 * silence ends patterns, too.
 */
final class PatternProcessor extends ContextualProcessor<String, ErrorCount, String, PatternStep> {
  static final Duration LOOK = Duration.ofMinutes(1);

  /** Longer than a start takes until the first record comes. */
  static final int SILENT_LOOKS = 10;

  private static final byte[] CHANGED = {};

  private final Generation generation;
  private KeyValueStore<CountKey, CountSeen> counts;
  private KeyValueStore<String, PatternWindow> windows;
  private KeyValueStore<String, Pattern> open;
  private KeyValueStore<String, byte[]> unsent;
  private long judgedHourMs = Long.MIN_VALUE;
  private long streamTimeAtLastLook = Long.MIN_VALUE;
  private int silentLooks;

  PatternProcessor(Generation generation) {
    this.generation = generation;
  }

  @Override
  public void init(ProcessorContext<String, PatternStep> context) {
    super.init(context);
    counts = context.getStateStore(PatternsTopology.COUNTS);
    windows = context.getStateStore(PatternsTopology.WINDOWS);
    open = context.getStateStore(PatternsTopology.OPEN);
    unsent = context.getStateStore(PatternsTopology.UNSENT);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<String, ErrorCount> received) {
    var nowMs = context().currentStreamTimeMs();
    judgeAllInNewHour(nowMs);
    var count = received.value();
    if (count.getHourMs() < PatternWindow.begin(nowMs)) {
      // No day that still slides over anything reaches back so far.
      return;
    }
    var key = CountKey.of(count.getHourMs(), received.key(), count.getApp(), count.getSignature());
    var before = counts.get(key);
    if (before != null && before.revision() >= count.getRevision()) {
      return;
    }
    counts.put(key, new CountSeen(count.getCount(), count.getRevision()));
    var known = windows.get(received.key());
    var window = known == null ? PatternWindow.empty() : known;
    window.add(
        count.getApp(),
        count.getHourMs(),
        count.getCount() - (before == null ? 0 : before.count()),
        count.getInstances());
    var offset = context().recordMetadata().orElseThrow().offset();
    judge(received.key(), window, nowMs, generation.revisionAt(offset));
  }

  private void look(long wallClockMs) {
    var streamTime = context().currentStreamTimeMs();
    silentLooks = streamTime == streamTimeAtLastLook ? silentLooks + 1 : 0;
    streamTimeAtLastLook = streamTime;
    judgeAllInNewHour(silentLooks >= SILENT_LOOKS ? Math.max(wallClockMs, streamTime) : streamTime);
    var changed = new ArrayList<String>();
    try (var all = unsent.all()) {
      all.forEachRemaining(entry -> changed.add(entry.key));
    }
    changed.forEach(
        trouble -> send(trouble, open.get(trouble), List.of(), Math.max(0, streamTime)));
  }

  /** What only time has changed: once an hour, as only whole hours count. */
  private void judgeAllInNewHour(long nowMs) {
    var hourMs = PatternWindow.hourOf(nowMs);
    if (nowMs < 0 || hourMs <= judgedHourMs) {
      return;
    }
    judgedHourMs = hourMs;
    var all = new ArrayList<String>();
    try (var known = windows.all()) {
      known.forEachRemaining(entry -> all.add(entry.key));
    }
    all.forEach(trouble -> judge(trouble, windows.get(trouble), nowMs, 0));
    var end = CountKey.first(Math.max(0, PatternWindow.begin(nowMs)));
    try (var old = counts.range(CountKey.first(0), end)) {
      old.forEachRemaining(entry -> counts.delete(entry.key));
    }
  }

  private void judge(String trouble, PatternWindow window, long nowMs, long causeRevision) {
    window.forget(nowMs);
    if (window.isEmpty()) {
      windows.delete(trouble);
    } else {
      windows.put(trouble, window);
    }
    var before = Optional.ofNullable(open.get(trouble));
    var outcome = OpenPattern.at(before, Trouble.parse(trouble), window.members(nowMs), nowMs);
    if (outcome.pattern().isEmpty() || outcome.pattern().equals(before)) {
      return;
    }
    var pattern = outcome.pattern().get();
    var last = before.map(Pattern::getRevision).orElse(0L);
    pattern.setRevision(Math.max(last + 1, causeRevision));
    if (pattern.getStatus().equals(OpenPattern.CLOSED)) {
      open.delete(trouble);
    } else {
      open.put(trouble, pattern);
    }
    if (!outcome.told().isEmpty()) {
      send(trouble, pattern, outcome.told(), nowMs);
    } else if (unsent.get(trouble) == null) {
      unsent.put(trouble, CHANGED);
    }
  }

  private void send(String trouble, Pattern pattern, List<String> told, long nowMs) {
    var events = told.stream().map(what -> PatternEvents.of(pattern, what, nowMs)).toList();
    context().forward(new Record<>(trouble, new PatternStep(pattern, events), nowMs));
    unsent.delete(trouble);
  }
}
