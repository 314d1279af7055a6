package dev.fleetpulse.streams.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class BatchTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Batch<Long> batch = batch();

  @Test
  void nothingIsNeverDue() {
    assertThat(batch.isDue(Long.MAX_VALUE)).isFalse();
    assertThat(batch.untilDue(Duration.ofMillis(500), 0)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void itIsDueWhenItsFirstRecordHasWaitedLongEnough() {
    batch.pass(record(0, 0), 0);
    batch.pass(record(0, 1), SECOND - 1);

    assertThat(batch.isDue(SECOND - 1)).isFalse();
    assertThat(batch.untilDue(Duration.ofMillis(500), SECOND - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(batch.isDue(SECOND)).isTrue();
  }

  @Test
  void itIsDueWithEnoughRecordsOrBytes() {
    batch.pass(record(0, 0), 0);
    batch.pass(record(0, 1), 0);
    assertThat(batch.isDue(0)).isFalse();
    batch.pass(record(0, 2), 0);
    assertThat(batch.isDue(0)).isTrue();

    assertThat(batch.isFull()).isTrue();

    var heavy = batch();
    heavy.pass(record(1_000, 0), 0);
    assertThat(heavy.isDue(0)).isTrue();
  }

  @Test
  void readingGoesOnAfterTheLastRecordOfEachPartition() {
    batch.pass(record(0, 7), 0);
    batch.pass(record(0, 9), 0);

    assertThat(batch.next().get(new TopicPartition("topic", 0)).offset()).isEqualTo(10);
  }

  @Test
  void ofRowsWithOneIdentityTheGreatestRevisionStaysAndOfEqualOnesTheLast() {
    batch.add(new Row<>(102L, record(0, 0)), 0);
    batch.add(new Row<>(101L, record(0, 1)), 0);
    batch.add(new Row<>(200L, record(0, 2)), 0);
    var last = new Row<>(102L, record(0, 3));
    batch.add(last, 0);

    assertThat(batch.rows()).extracting(Row::value).containsExactly(102L, 200L);
    assertThat(batch.rows()).contains(last);
    assertThat(batch.folded()).isEqualTo(2);
    assertThat(batch.records()).isEqualTo(4);
  }

  private static Batch<Long> batch() {
    return new Batch<>(new ModelTable(), new BatchLimits(3, 1_000, Duration.ofSeconds(1)));
  }

  private static ConsumerRecord<byte[], byte[]> record(int bytes, long offset) {
    return new ConsumerRecord<>(
        "topic",
        0,
        offset,
        0,
        TimestampType.CREATE_TIME,
        0,
        bytes,
        new byte[0],
        new byte[bytes],
        new RecordHeaders(),
        Optional.empty());
  }
}
