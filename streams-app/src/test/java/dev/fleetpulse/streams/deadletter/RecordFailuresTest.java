package dev.fleetpulse.streams.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fleetpulse.schemas.SchemaRegistry;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

final class RecordFailuresTest {
  @Test
  void whatCannotBeReadOrMakesAProcessorFailIsTheRecordsFault() {
    assertThat(RecordFailures.isRecordAtFault(new SerializationException("not Avro"))).isTrue();
    assertThat(
            RecordFailures.isRecordAtFault(
                new StreamsException(new SerializationException("not Avro"))))
        .isTrue();
    assertThat(RecordFailures.isRecordAtFault(new IllegalArgumentException("odd"))).isTrue();
  }

  @Test
  void troubleOfStateAndBrokerIsNot() {
    assertThat(RecordFailures.isRecordAtFault(new ProcessorStateException("disk"))).isFalse();
    assertThat(RecordFailures.isRecordAtFault(new KafkaException("fenced"))).isFalse();
  }

  @Test
  void aRegistryThatDoesNotAnswerIsNot() {
    try (var registry = new SchemaRegistry("http://127.0.0.1:1", Duration.ofMillis(1))) {
      var failure = assertThrows(RuntimeException.class, () -> registry.byId(1));

      assertThat(RecordFailures.isRecordAtFault(failure)).isFalse();
      assertThat(RecordFailures.isRecordAtFault(new SerializationException("?", failure)))
          .isFalse();
    }
  }
}
