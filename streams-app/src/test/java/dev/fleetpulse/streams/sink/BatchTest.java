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

  private final Batch batch = new Batch(new BatchLimits(3, 1_000, Duration.ofSeconds(1)));

  @Test
  void nothingIsNeverDue() {
    assertThat(batch.isDue(Long.MAX_VALUE)).isFalse();
    assertThat(batch.untilDue(Duration.ofMillis(500), 0)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void itIsDueWhenItsFirstRecordHasWaitedLongEnough() {
    batch.add(record(0, 0), 0);
    batch.add(record(0, 1), SECOND - 1);

    assertThat(batch.isDue(SECOND - 1)).isFalse();
    assertThat(batch.untilDue(Duration.ofMillis(500), SECOND - 1)).isEqualTo(Duration.ofNanos(1));
    assertThat(batch.isDue(SECOND)).isTrue();
  }

  @Test
  void itIsDueWithEnoughRecordsOrBytes() {
    batch.add(record(0, 0), 0);
    batch.add(record(0, 1), 0);
    assertThat(batch.isDue(0)).isFalse();
    batch.add(record(0, 2), 0);
    assertThat(batch.isDue(0)).isTrue();

    var heavy = new Batch(new BatchLimits(3, 1_000, Duration.ofSeconds(1)));
    heavy.add(record(1_000, 0), 0);
    assertThat(heavy.isDue(0)).isTrue();
  }

  @Test
  void readingGoesOnAfterTheLastRecordOfEachPartition() {
    batch.add(record(0, 7), 0);
    batch.add(record(0, 9), 0);

    assertThat(batch.next().get(new TopicPartition("topic", 0)).offset()).isEqualTo(10);
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
