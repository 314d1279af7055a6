package dev.fleetpulse.ingest;

import dev.fleetpulse.ingest.batch.Batches;
import dev.fleetpulse.ingest.errors.ErrorEndpoint;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.heartbeat.HeartbeatEndpoint;
import dev.fleetpulse.ingest.heartbeat.HeartbeatReader;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.scrub.ScrubSettings;
import dev.fleetpulse.ingest.scrub.Scrubber;
import dev.fleetpulse.ingest.verdict.Answers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The real HTTP server without a broker, at a fixed now, and a client of it. */
final class HttpSide implements AutoCloseable {
  private static final InstantSource CLOCK = InstantSource.fixed(Reports.NOW);

  private final RecordingPublisher recorded = new RecordingPublisher();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final IngestServer server;
  private final Client client;

  HttpSide(int threadsMax) {
    var threads = new QueuedThreadPool(threadsMax);
    var answers = new Answers(CLOCK, threads, meters);
    var reception = new Reception(TestKeys.KEYS, new Scrubber(ScrubSettings.none(), meters));
    var batches = new Batches(answers);
    server =
        new IngestServer(
            "127.0.0.1",
            0,
            threads,
            new HeartbeatEndpoint(
                reception,
                new HeartbeatReader(Reports.INGESTOR, Duration.ofMinutes(3), Reports.WINDOW),
                recorded,
                batches,
                answers),
            new ErrorEndpoint(
                reception,
                new ErrorReader(Reports.INGESTOR, Reports.WINDOW),
                recorded,
                batches,
                answers),
            answers,
            meters);
    server.start();
    client = new Client(server.port());
  }

  RecordingPublisher recorded() {
    return recorded;
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  IngestServer server() {
    return server;
  }

  Client client() {
    return client;
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
