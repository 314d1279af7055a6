package dev.fleetpulse.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Whatever way records come, a table ends with the same rows. */
final class FoldTest {
  @Property(tries = 2_000)
  void theGreatestRevisionOfEachIdentityStays(
      @ForAll @Size(max = 60) List<@LongRange(min = 0, max = 599) Long> records,
      @ForAll @IntRange(min = 1, max = 20) int batchRows,
      @ForAll Random random) {
    var table = new ModelTable();

    deliver(arriving(records, random), batchRows, random, table);

    var rows = new HashMap<Object, Long>();
    table.stored.forEach((identity, row) -> rows.put(identity, row.value()));
    assertThat(rows).isEqualTo(oracle(records));
  }

  /** A few plain lines: the greatest of each hundred. */
  private static Map<Object, Long> oracle(List<Long> records) {
    var rows = new HashMap<Object, Long>();
    for (var record : records) {
      rows.merge(record / 100, record, Math::max);
    }
    return rows;
  }

  /** In any order, and some of them again. */
  private static List<Long> arriving(List<Long> records, Random random) {
    var all = new ArrayList<>(records);
    for (var record : records) {
      if (random.nextInt(3) == 0) {
        all.add(record);
      }
    }
    Collections.shuffle(all, random);
    return all;
  }

  /** In batches; after some of them the reader falls back to where it was committed last. */
  private static void deliver(List<Long> records, int batchRows, Random random, Table<Long> table) {
    var limits = new BatchLimits(batchRows, Long.MAX_VALUE, Duration.ofHours(1));
    try (var writer =
        new SinkWriter<>(table, null, new SinkMetrics(new SimpleMeterRegistry(), "model"))) {
      var committed = 0;
      var at = 0;
      while (at < records.size()) {
        var batch = new Batch<>(table, limits);
        while (at < records.size() && !batch.isFull()) {
          batch.add(new Row<>(records.get(at), record(at)), 0);
          at++;
        }
        assertThat(writer.write(batch.rows())).isTrue();
        if (random.nextInt(4) == 0) {
          at = random.nextBoolean() ? committed : at;
        } else {
          committed = at;
        }
      }
    }
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset) {
    return new ConsumerRecord<>(
        "topic",
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        0,
        new byte[0],
        new byte[0],
        new RecordHeaders(),
        Optional.empty());
  }
}
