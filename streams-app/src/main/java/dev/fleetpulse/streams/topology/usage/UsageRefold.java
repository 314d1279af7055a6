package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.streams.Generation;
import java.util.ArrayList;
import java.util.List;

/**
 * The hourly usage of one instance from its stored heartbeats: what {@link UsageTopology} made of
 * them, but without the log. It needs them in order of their timestamps, one per timestamp.
 */
public final class UsageRefold {
  private final InstanceKey instance;
  private final Generation generation;
  private final MemoryHours blocks = new MemoryHours();
  private final UsageHours hours = new UsageHours(blocks, EmitPace.never());
  private final List<UsageHour> rows = new ArrayList<>();

  /** Has no heartbeat yet. */
  public UsageRefold(InstanceKey instance, Generation generation) {
    this.instance = instance;
    this.generation = generation;
  }

  /**
   * Takes the next heartbeat; one that came too late changes nothing.
   *
   * @param appendMs when the log took it, epoch milliseconds
   * @param offset in the log
   */
  public void add(Heartbeat heartbeat, long appendMs, long offset) {
    var timestampMs = heartbeat.getTimestampMs();
    if (appendMs - timestampMs > UsageHours.LATENESS.toMillis()) {
      return;
    }
    var expected = blocks.newest().map(block -> block.fold().counters()).orElse(Counters.NONE);
    // They come in order, so each may count as if it had been on time: the order decides nothing.
    var outcome =
        hours.add(Sample.of(heartbeat, expected), timestampMs, generation.revisionAt(offset));
    switch (outcome) {
      case UsageHours.Outcome.Counted(var changed) -> leave(changed);
      case UsageHours.Outcome.Duplicate(var changed) -> leave(changed);
      case UsageHours.Outcome.TooLate() -> {}
    }
  }

  /**
   * All rows, by hour. That of the first hour lacks what was before: its revision is less than that
   * of any generation.
   */
  public List<UsageHour> end() {
    for (var block = blocks.first(); block.isPresent(); ) {
      if (block.get().leftMs() == HourBlock.NEVER) {
        rows.add(row(block.get()));
      }
      blocks.remove(block.get().hourMs());
      block = blocks.first();
    }
    rows.sort((one, other) -> Long.compare(one.getHourMs(), other.getHourMs()));
    return List.copyOf(rows);
  }

  private void leave(List<UsageHours.Change> changed) {
    changed.stream()
        .filter(UsageHours.Change::leaves)
        .forEach(change -> rows.add(row(change.block())));
  }

  private UsageHour row(HourBlock block) {
    var row =
        UsageRow.of(
            new InstanceHourKey(instance.tenant(), block.hourMs(), instance.instanceId()), block);
    if (block.isFirst()) {
      row.setRevision(Generation.beforeAll(row.getRevision()));
    }
    return row;
  }
}
