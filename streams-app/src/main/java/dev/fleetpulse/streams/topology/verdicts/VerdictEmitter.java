package dev.fleetpulse.streams.topology.verdicts;

import dev.fleetpulse.schemas.VerdictCounts;
import dev.fleetpulse.schemas.VerdictHour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stands behind the processor that decides, sees every record after it, and from time to time tells
 * the figures that have changed and how far they reach.
 */
final class VerdictEmitter<K, V> extends ContextualProcessor<K, V, String, VerdictCounts> {
  private static final int HOURS_PER_RECORD_MAX = 500;

  /** Hours that ended so many hours ago get no more records, as append times only grow. */
  private static final int KEPT_HOURS = 2;

  private final Verdicts verdicts;
  private final Duration interval;
  private final Map<TenantHour, Tally> told = new HashMap<>();
  private KeyValueStore<TenantHour, Tally> store;
  private long position;
  private long toldPosition;
  private long timeMs;

  VerdictEmitter(Verdicts verdicts, Duration interval) {
    this.verdicts = verdicts;
    this.interval = interval;
  }

  @Override
  public void init(ProcessorContext<String, VerdictCounts> context) {
    super.init(context);
    store = context.getStateStore(verdicts.storeName());
    // After a rollback the same processor begins again.
    told.clear();
    position = 0;
    toldPosition = 0;
    timeMs = 0;
    context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::tell);
  }

  @Override
  public void process(Record<K, V> record) {
    position = context().recordMetadata().orElseThrow().offset() + 1;
    timeMs = Math.max(timeMs, record.timestamp());
  }

  private void tell(long wallClockMs) {
    if (position == toldPosition) {
      return;
    }
    var changed = changed();
    for (var from = 0; from + HOURS_PER_RECORD_MAX < changed.size(); from += HOURS_PER_RECORD_MAX) {
      forward(changed.subList(from, from + HOURS_PER_RECORD_MAX), 0, 0);
    }
    var left = changed.isEmpty() ? 0 : 1 + (changed.size() - 1) % HOURS_PER_RECORD_MAX;
    forward(changed.subList(changed.size() - left, changed.size()), position, timeMs);
    toldPosition = position;
    forget();
  }

  private List<VerdictHour> changed() {
    var changed = new ArrayList<VerdictHour>();
    try (var all = store.all()) {
      all.forEachRemaining(
          entry -> {
            if (!entry.value.equals(told.put(entry.key, entry.value))) {
              changed.add(hour(entry.key, entry.value));
            }
          });
    }
    return changed;
  }

  private void forward(List<VerdictHour> hours, long itsPosition, long itsTimeMs) {
    var partition = context().taskId().partition();
    context()
        .forward(
            new Record<>(
                verdicts.room() + "/" + partition,
                VerdictCounts.newBuilder()
                    .setGeneration(verdicts.generation().number())
                    .setRoom(verdicts.room())
                    .setPartition(partition)
                    .setPosition(itsPosition)
                    .setTimeMs(itsTimeMs)
                    .setHours(List.copyOf(hours))
                    .build(),
                timeMs));
  }

  private void forget() {
    var period = verdicts.period();
    var end = new TenantHour(period.startOf(timeMs) - KEPT_HOURS * period.lengthMs(), "");
    try (var old = store.range(new TenantHour(0, ""), end)) {
      old.forEachRemaining(
          entry -> {
            store.delete(entry.key);
            told.remove(entry.key);
          });
    }
  }

  private static VerdictHour hour(TenantHour key, Tally tally) {
    return VerdictHour.newBuilder()
        .setTenant(key.tenant())
        .setHourMs(key.hourMs())
        .setUnique(tally.unique())
        .setDuplicate(tally.duplicate())
        .setTooLate(tally.tooLate())
        .setSampled(tally.sampled())
        .build();
  }
}
