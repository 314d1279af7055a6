package dev.fleetpulse.streams.sink;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicLong;

/** What a sink counts. Records read = rows written + folded + skipped + dead letters. */
final class SinkMetrics {
  final Counter records;
  final Counter rows;
  final Counter folded;
  final Counter skipped;
  final Counter unreadable;
  final Counter deadLetters;
  final Counter retries;
  final Counter restarts;
  final DistributionSummary batchRows;
  final Timer writeTime;
  final AtomicLong lag;

  SinkMetrics(MeterRegistry metrics, String sink) {
    var tags = Tags.of("sink", sink);
    records = metrics.counter("fleetpulse.sink.records", tags);
    rows = metrics.counter("fleetpulse.sink.rows", tags);
    folded = metrics.counter("fleetpulse.sink.folded", tags);
    skipped = metrics.counter("fleetpulse.sink.skipped", tags);
    unreadable = metrics.counter("fleetpulse.sink.unreadable", tags);
    deadLetters = metrics.counter("fleetpulse.sink.dead.letters", tags);
    retries = metrics.counter("fleetpulse.sink.retries", tags);
    restarts = metrics.counter("fleetpulse.sink.restarts", tags);
    batchRows = metrics.summary("fleetpulse.sink.batch.rows", tags);
    writeTime = metrics.timer("fleetpulse.sink.write.time", tags);
    lag = metrics.gauge("fleetpulse.sink.lag.records", tags, new AtomicLong());
  }
}
