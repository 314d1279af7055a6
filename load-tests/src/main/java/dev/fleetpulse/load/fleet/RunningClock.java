package dev.fleetpulse.load.fleet;

import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Keeps the log's time going, as ticks do: otherwise every status would be unknown. */
public final class RunningClock implements AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("running-clock").factory());

  /** Ticks until it is closed. */
  public RunningClock(MadeUpFleet fleet, String kafka, Topics topics) {
    producer =
        new KafkaProducer<>(
            Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    var _ =
        thread.scheduleWithFixedDelay(
            () -> fleet.tick(producer, topics), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
    producer.close(Duration.ofSeconds(2));
  }
}
