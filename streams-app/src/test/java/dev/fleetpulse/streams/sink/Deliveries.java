package dev.fleetpulse.streams.sink;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.streams.Heartbeats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Heartbeats of one instance that repeat each other's timestamps, as a table may get them: in any
 * order, some of them again, in batches of any size, some after their time. Each one's tokens are
 * its offset.
 */
public final class Deliveries {
  private static final int TIMESTAMPS = 12;
  private static final int RECORDS_MAX = 40;
  private static final int BATCH_MAX = 10;

  private static final Comparator<Copy> FIRST_IN_TIME =
      Comparator.comparing(Copy::late).thenComparing(Copy::offset);

  private final Map<Long, Copy> expected = new TreeMap<>();
  private final List<List<Row<EncodedRow>>> batches = new ArrayList<>();

  private record Copy(boolean late, long offset) {}

  /** Made of this randomness alone. */
  public Deliveries(HeartbeatBytes reader, Table<EncodedRow> table, Random random) {
    var all = new ArrayList<Row<EncodedRow>>();
    for (var offset = 1L; offset <= 1 + random.nextInt(RECORDS_MAX); offset++) {
      var timestamp = Records.HOUR.toEpochMilli() + random.nextInt(TIMESTAMPS);
      var late = random.nextInt(3) == 0;
      var appendMs = timestamp + Duration.ofHours(late ? 26 : 25).toMillis();
      expected.merge(timestamp, new Copy(late, offset), BinaryOperator.minBy(FIRST_IN_TIME));
      var row = Rows.of(reader, heartbeat(timestamp, offset), offset, appendMs);
      all.addAll(Collections.nCopies(1 + random.nextInt(2), row));
    }
    Collections.shuffle(all, random);
    var limits = new BatchLimits(1 + random.nextInt(BATCH_MAX), 1 << 20, Duration.ofHours(1));
    var batch = new Batch<>(table, limits);
    for (var row : all) {
      batch.add(row, 0);
      if (batch.isFull()) {
        batches.add(List.copyOf(batch.rows()));
        batch = new Batch<>(table, limits);
      }
    }
    batches.add(List.copyOf(batch.rows()));
  }

  /** What is to be written, one after the other. */
  public List<List<Row<EncodedRow>>> batches() {
    return batches.stream().filter(batch -> !batch.isEmpty()).toList();
  }

  /** The tokens that the table must have in the end, in the order of the timestamps. */
  public List<Long> tokens() {
    return expected.values().stream().map(Copy::offset).toList();
  }

  private static Heartbeat heartbeat(long timestampMs, long offset) {
    return Heartbeats.withUsage(Heartbeats.at(timestampMs), offset, 0);
  }
}
