package dev.fleetpulse.load.bench.usage;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.TimeWindows;

/** What is compared: two topologies over the topic of the heartbeats. */
enum Side {
  /** As it runs in production, with its default emit interval. */
  usage {
    @Override
    void addTo(StreamsBuilder builder, Topics topics, Generation generation) {
      new UsageTopology(
              topics,
              generation,
              Duration.ofSeconds(60),
              LogEnds.NONE,
              LedgerPeriod.HOUR,
              new SimpleMeterRegistry())
          .addTo(builder);
    }
  },

  /** How many heartbeats each instance sent in each hour, and nothing else. */
  count {
    @Override
    void addTo(StreamsBuilder builder, Topics topics, Generation generation) {
      var heartbeats = topics.heartbeats();
      builder.stream(
              heartbeats.name(),
              Consumed.with(heartbeats.keys(), heartbeats.values()).withName("heartbeats"))
          .groupByKey(Grouped.with("by-instance", heartbeats.keys(), heartbeats.values()))
          .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofHours(25)))
          .count(Named.as("count"), Materialized.as("heartbeats-per-hour"));
    }
  };

  abstract void addTo(StreamsBuilder builder, Topics topics, Generation generation);
}
