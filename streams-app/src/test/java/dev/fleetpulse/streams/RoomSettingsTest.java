package dev.fleetpulse.streams;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.errors.TopologyException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.junit.jupiter.api.Test;

final class RoomSettingsTest {
  @Test
  void storesAndInternalTopicsWithoutANameAreRefused() {
    assertThatThrownBy(
            () ->
                new TestRoom(
                    (topics, metrics) ->
                        builder ->
                            builder.stream("numbers", Consumed.with(Serdes.String(), Serdes.Long()))
                                .groupByKey(Grouped.with(Serdes.String(), Serdes.Long()))
                                .count(),
                    Instant.EPOCH))
        .isInstanceOf(TopologyException.class)
        .hasMessageContaining("changelog");
  }
}
