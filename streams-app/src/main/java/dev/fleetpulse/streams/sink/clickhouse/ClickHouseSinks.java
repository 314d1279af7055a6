package dev.fleetpulse.streams.sink.clickhouse;

import com.clickhouse.client.api.Client;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.BatchLimits;
import dev.fleetpulse.streams.sink.Sink;
import dev.fleetpulse.streams.sink.SinkFactory;
import java.time.Duration;
import java.util.List;

/** The sinks into ClickHouse, one for each table. */
public final class ClickHouseSinks {
  /** Each sink has its own thread, and so at most one connection; one is for the census. */
  public static final int CONNECTIONS = 4;

  /** ClickHouse wants few large inserts: about one per second and table. */
  private static final BatchLimits BATCH = new BatchLimits(10_000, 4 << 20, Duration.ofSeconds(1));

  /** Larger ones, so that catching up makes few inserts, too. */
  private static final BatchLimits HEARTBEATS =
      new BatchLimits(50_000, 32 << 20, Duration.ofSeconds(1));

  private ClickHouseSinks() {}

  /** The sinks, not started yet. */
  public static List<Sink<?>> of(Topics topics, Client client, SinkFactory sinks) {
    var clickHouse = new ClickHouse(client);
    return List.of(
        heartbeats(topics, client, sinks),
        sinks.sink(topics.usageHourly(), new UsageHourlyTable(clickHouse), BATCH),
        sinks.sink(topics.errorOccurrences(), new ErrorOccurrencesTable(clickHouse), BATCH));
  }

  /** The one for raw heartbeats alone, not started yet. */
  public static Sink<?> heartbeats(Topics topics, Client client, SinkFactory sinks) {
    return sinks.sink(
        topics.heartbeats(),
        new HeartbeatRows(topics),
        new HeartbeatsTable(new ClickHouse(client)),
        HEARTBEATS);
  }
}
