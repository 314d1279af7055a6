package dev.fleetpulse.streams.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.schemas.InstanceHourKey;
import dev.fleetpulse.schemas.SchemaRegistry;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.UsageHour;
import dev.fleetpulse.schemas.UsageRise;
import dev.fleetpulse.streams.Broker;
import dev.fleetpulse.streams.Generation;
import dev.fleetpulse.streams.Stores;
import dev.fleetpulse.streams.history.HistoryRebuild.Result;
import dev.fleetpulse.streams.history.HistoryRebuild.Span;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hours that Kafka has forgotten, from what ClickHouse remembers. */
@ExtendWith(RealComponents.class)
class HistoryRebuildIT {
  private static final Generation NEXT = new Generation(9);
  private final Instant first =
      Instant.now().truncatedTo(ChronoUnit.HOURS).minus(40, ChronoUnit.DAYS);

  private final String tenant = "tenant-" + UUID.randomUUID();

  @Test
  void rowsOfTheSpanAreComputedFromTheWholeHeartbeats(Components components) throws Exception {
    var clickHouse = Stores.clickHouse(components);
    Stores.execute(
        clickHouse,
        "INSERT INTO heartbeats (tenant, instance_id, timestamp, append_time, revision, app,"
            + " total_tokens, total_cost_nanos, total_calls, repairs_total, payload, ingestor)"
            + " VALUES "
            + String.join(
                ", ",
                stored(0, 1_000, 500_000_001, 10),
                stored(59, 1_300, 600_000_001, 11),
                stored(61, 1_500, 700_000_003, 12),
                // Started again from zero.
                stored(119, 40, 30, 13),
                stored(121, 50, 31, 14)));
    try (var registry = new SchemaRegistry(components.registryUrl(), Duration.ofSeconds(10));
        var broker = new Broker(components.kafka());
        var client = Stores.asSink(clickHouse)) {
      var hours = Topics.with(registry).usageHourly();
      broker.create(List.of(hours));
      try (var producer =
          new KafkaProducer<>(
              Map.<String, Object>of("bootstrap.servers", components.kafka(), "acks", "all"),
              hours.keys().serializer(),
              hours.values().serializer())) {
        var span =
            Span.of(
                first.plus(1, ChronoUnit.HOURS),
                first.plus(2, ChronoUnit.HOURS),
                Duration.ofDays(1),
                Optional.of(tenant),
                Instant.now());

        var result = new HistoryRebuild(client, hours, producer, NEXT).run(span);

        assertThat(result).isEqualTo(new Result(4, 1));
      }
      var rows =
          broker.read(
              hours,
              record -> {
                InstanceHourKey key =
                    hours.keys().deserializer().deserialize(hours.name(), record.key());
                return key.tenant().equals(tenant);
              });
      assertThat(rows).hasSize(1);
      UsageHour row =
          hours.values().deserializer().deserialize(hours.name(), rows.getFirst().value());
      assertThat(row.getHourMs()).isEqualTo(first.plus(1, ChronoUnit.HOURS).toEpochMilli());
      assertThat(row.getRevision()).isEqualTo(NEXT.revisionAt(13));
      assertThat(row.getApp()).isEqualTo("shop");
      assertThat(row.getSamples()).isEqualTo(2);
      assertThat(row.getTokens()).isEqualTo(200 + 40);
      assertThat(row.getCostNanos()).isEqualTo(100_000_002 + 30);
      assertThat(row.getByCategory())
          .isEqualTo(Map.of("heal", new UsageRise(200L + 40, 100_000_002L + 30, 0L)));
      assertThat(row.getRepairs()).isEqualTo(4);
    }
  }

  @Test
  void spansThatCanStillChangeAreRefused() {
    var now = Instant.parse("2026-11-21T12:30:00Z");
    var hour = Instant.parse("2026-11-20T10:00:00Z");
    var anyone = Optional.<String>empty();

    assertThat(Span.of(hour.minusSeconds(3_600), hour, Duration.ZERO, anyone, now).to())
        .isEqualTo(hour);
    assertThatThrownBy(() -> Span.of(hour, hour.plusSeconds(3_600), Duration.ZERO, anyone, now))
        .hasMessageContaining("--to must be 26 hours ago");
    assertThatThrownBy(() -> Span.of(hour, hour, Duration.ZERO, anyone, now))
        .hasMessageContaining("--from must be before --to");
    assertThatThrownBy(() -> Span.of(hour.minusSeconds(1), hour, Duration.ZERO, anyone, now))
        .hasMessageContaining("--from must be the start of an hour");
  }

  private String stored(int minute, long tokens, long costNanos, long offset) {
    var timestamp = first.plus(minute, ChronoUnit.MINUTES).toEpochMilli();
    var dollars = BigDecimal.valueOf(costNanos, 9).toPlainString();
    return """
        ('%s', 'wlv_1', fromUnixTimestamp64Milli(%d), fromUnixTimestamp64Milli(%d), %d, 'shop',
         %d, %d, NULL, %d,
         '{"server":{"pid":%d},"usage":{"byCategory":{"heal":{"tokens":%d,"cost":%s}}}}', 'ingest')\
        """
        .formatted(
            tenant,
            timestamp,
            timestamp + 20,
            new Generation(2).revisionAt(offset),
            tokens,
            costNanos,
            offset >= 13 ? offset - 10 : offset,
            offset >= 13 ? 2 : 1,
            tokens,
            dollars);
  }
}
