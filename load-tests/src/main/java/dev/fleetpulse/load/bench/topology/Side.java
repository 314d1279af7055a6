package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.topology.errors.ErrorsTopology;
import dev.fleetpulse.streams.topology.usage.LogEnds;
import dev.fleetpulse.streams.topology.usage.UsageTopology;
import dev.fleetpulse.streams.topology.verdicts.LedgerPeriod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.TimeWindows;

/** What is compared: topologies over the same topic, two by two. */
enum Side {
  /** As it runs in production, with its default emit interval. */
  usage {
    @Override
    void addTo(
        StreamsBuilder builder, Topics topics, Generation generation, MeterRegistry metrics) {
      new UsageTopology(topics, generation, EMIT_INTERVAL, LogEnds.NONE, LedgerPeriod.HOUR, metrics)
          .addTo(builder);
    }

    @Override
    List<Topic<?, ?>> outTopics(Topics topics) {
      return List.of(topics.usageHourly(), topics.verdicts());
    }
  },

  /** How many heartbeats each instance sent in each hour, and nothing else. */
  count {
    @Override
    void addTo(
        StreamsBuilder builder, Topics topics, Generation generation, MeterRegistry metrics) {
      var heartbeats = topics.heartbeats();
      builder.stream(
              heartbeats.name(),
              Consumed.with(heartbeats.keys(), heartbeats.values()).withName("heartbeats"))
          .groupByKey(Grouped.with("by-instance", heartbeats.keys(), heartbeats.values()))
          .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofHours(25)))
          .count(Named.as("count"), Materialized.as("heartbeats-per-hour"));
    }
  },

  /** As it runs in production, with its default emit interval. */
  errors {
    @Override
    void addTo(
        StreamsBuilder builder, Topics topics, Generation generation, MeterRegistry metrics) {
      new ErrorsTopology(topics, generation, EMIT_INTERVAL, LedgerPeriod.HOUR, metrics)
          .addTo(builder);
    }

    @Override
    List<Topic<?, ?>> outTopics(Topics topics) {
      return List.of(
          topics.errorCommands(),
          topics.errorOccurrences(),
          topics.errorGroups(),
          topics.errorCounts(),
          topics.alertEvents(),
          topics.verdicts());
    }

    /** What travels on within the topology is no report. */
    @Override
    long processed(KafkaStreams streams, MeterRegistry metrics) {
      return (long)
          metrics.find("fleetpulse.errors.reports").counters().stream()
              .mapToDouble(Counter::count)
              .sum();
    }
  },

  /** How many errors each instance reported in each hour, and nothing else. */
  errorsCount {
    @Override
    void addTo(
        StreamsBuilder builder, Topics topics, Generation generation, MeterRegistry metrics) {
      var errors = topics.errors();
      builder.stream(
              errors.name(), Consumed.with(errors.keys(), errors.values()).withName("errors"))
          .groupByKey(Grouped.with("by-instance", errors.keys(), errors.values()))
          .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofHours(1), Duration.ofHours(25)))
          .count(Named.as("count"), Materialized.as("errors-per-hour"));
    }
  };

  private static final Duration EMIT_INTERVAL = Duration.ofSeconds(60);

  abstract void addTo(
      StreamsBuilder builder, Topics topics, Generation generation, MeterRegistry metrics);

  /** What it writes to. */
  List<Topic<?, ?>> outTopics(Topics topics) {
    return List.of();
  }

  /** How many records of the load it has taken so far. */
  long processed(KafkaStreams streams, MeterRegistry metrics) {
    return streams.metrics().entrySet().stream()
        .filter(
            metric ->
                metric.getKey().name().equals("process-total")
                    && metric.getKey().group().equals("stream-thread-metrics"))
        .mapToLong(metric -> ((Number) metric.getValue().metricValue()).longValue())
        .sum();
  }
}
