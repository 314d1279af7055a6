package dev.fleetpulse.streams.sink.timescale;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.AvroBytes;
import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.FirstCopy;
import dev.fleetpulse.streams.sink.HeartbeatBytes;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Heartbeats to rows of {@code heartbeats}: the numbers of each. */
final class HeartbeatRows extends HeartbeatBytes {
  /** First the key, then in the order in which a heartbeat has them. */
  static final String COLUMNS =
      """
      tenant, instance_id, "timestamp", append_time, revision, uptime_seconds, status, memory_mb,
      cpu_percent, routes_unhealthy, slowest_avg_ms, total_tokens, total_cost_nanos, total_calls\
      """;

  private static final int COLUMN_COUNT = 14;

  private final CopyRow row = new CopyRow();

  HeartbeatRows(Topics topics) {
    super(topics);
  }

  @Override
  protected EncodedRow encode(AvroBytes in, ConsumerRecord<byte[], byte[]> source) {
    row.begin(COLUMN_COUNT).text(in.text()).text(in.text());
    in.text(); // app
    var timestampMs = in.number();
    row.time(timestampMs);
    var revision = FirstCopy.revision(timestampMs, source.timestamp(), source.offset());
    var keyBytes = row.size();
    row.time(source.timestamp()).bigint(revision);
    in.skipText(); // version
    server(in);
    process(in);
    routes(in);
    skipRepairs(in);
    usage(in);
    skipRest(in);
    return new EncodedRow(row.end(), keyBytes, revision);
  }

  private void server(AvroBytes in) {
    if (!in.present()) {
      row.absent(2);
      return;
    }
    in.skipText(); // name
    in.skipNumber(); // port
    row.bigintField(in).textField(in);
    in.skipNumber(); // pid
    in.skipText(); // boot id
  }

  private void process(AvroBytes in) {
    if (!in.present()) {
      row.absent(2);
      return;
    }
    row.realField(in).realField(in);
    in.skipReal(); // peak
  }

  private void routes(AvroBytes in) {
    if (!in.present()) {
      row.absent(2);
      return;
    }
    in.skipNumber(); // total
    in.skipNumber(); // healthy
    row.integerField(in);
    in.skipText(); // slowest path
    row.realField(in);
  }

  private static void skipRepairs(AvroBytes in) {
    if (!in.present()) {
      return;
    }
    skipCounters(in); // total, successes, failures
    if (in.present()) {
      in.skipText(); // error
      in.skipText(); // resolution
      if (in.present()) {
        in.flag(); // success
      }
      in.skipNumber(); // tokens
      in.skipNumber(); // cost
      in.skipText(); // mode
      in.skipText(); // model
      in.skipNumber(); // duration
      in.skipNumber(); // timestamp
    }
  }

  private void usage(AvroBytes in) {
    if (!in.present()) {
      row.absent(3);
      return;
    }
    row.bigintField(in).bigintField(in).bigintField(in);
    skipByName(in); // categories
    skipByName(in); // models
  }

  private static void skipByName(AvroBytes in) {
    for (var count = in.entries(); count > 0; count = in.entries()) {
      for (var i = 0L; i < count; i++) {
        in.text();
        skipCounters(in);
      }
    }
  }

  private static void skipCounters(AvroBytes in) {
    in.skipNumber();
    in.skipNumber();
    in.skipNumber();
  }

  private static void skipRest(AvroBytes in) {
    for (var count = in.entries(); count > 0; count = in.entries()) {
      for (var i = 0L; i < count; i++) {
        in.text(); // type of an alert
        in.skipText(); // message
        in.skipText(); // severity
        in.skipNumber(); // timestamp
      }
    }
    in.skipText(); // rest
    in.text(); // hash
    in.number(); // down after
    in.text(); // ingestor
    in.text(); // incarnation
  }
}
