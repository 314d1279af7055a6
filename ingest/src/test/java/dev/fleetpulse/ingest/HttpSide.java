package dev.fleetpulse.ingest;

import dev.fleetpulse.ingest.batch.Batches;
import dev.fleetpulse.ingest.errors.CategoryStamp;
import dev.fleetpulse.ingest.errors.ErrorEndpoint;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.errors.LimitedErrorReader;
import dev.fleetpulse.ingest.heartbeat.HeartbeatEndpoint;
import dev.fleetpulse.ingest.heartbeat.HeartbeatReader;
import dev.fleetpulse.ingest.limit.BatchPace;
import dev.fleetpulse.ingest.limit.LimitSettings;
import dev.fleetpulse.ingest.limit.ReportLimits;
import dev.fleetpulse.ingest.refusals.RefusalLedger;
import dev.fleetpulse.ingest.request.Reception;
import dev.fleetpulse.ingest.scrub.ScrubSettings;
import dev.fleetpulse.ingest.scrub.Scrubber;
import dev.fleetpulse.ingest.sentry.SentryEndpoint;
import dev.fleetpulse.ingest.verdict.Answers;
import dev.fleetpulse.service.limit.Limit;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The real HTTP server without a broker, at a fixed now, and a client of it. */
final class HttpSide implements AutoCloseable {
  private static final Limit UNREACHED = new Limit("any", 1_000_000, Duration.ofSeconds(1));
  private static final LimitSettings WIDE =
      new LimitSettings(UNREACHED, UNREACHED, UNREACHED, UNREACHED, UNREACHED, UNREACHED);
  private static final InstantSource CLOCK = InstantSource.fixed(Reports.NOW);

  private final RecordingPublisher recorded = new RecordingPublisher();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final IngestServer server;
  private final Client client;

  /** With limits that no test reaches by chance. */
  HttpSide(int threadsMax) {
    this(threadsMax, WIDE);
  }

  HttpSide(int threadsMax, LimitSettings settings) {
    var threads = new QueuedThreadPool(threadsMax);
    var answers = new Answers(CLOCK, threads, new RefusalLedger(CLOCK), meters);
    var limits = new ReportLimits(settings);
    var reception =
        new Reception(TestKeys.KEYS, limits, new Scrubber(ScrubSettings.none(), meters));
    var batches = new Batches(answers);
    var errors =
        new LimitedErrorReader(
            new ErrorReader(Reports.INGESTOR, Reports.WINDOW), limits, CategoryStamp.none());
    server =
        new IngestServer(
            "127.0.0.1",
            0,
            threads,
            new HeartbeatEndpoint(
                reception,
                new HeartbeatReader(Reports.INGESTOR, Duration.ofMinutes(3), Reports.WINDOW),
                limits,
                new BatchPace(settings),
                recorded,
                batches,
                answers),
            new ErrorEndpoint(reception, errors, recorded, batches, answers),
            new SentryEndpoint(reception, errors, recorded, answers, CLOCK, meters),
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
