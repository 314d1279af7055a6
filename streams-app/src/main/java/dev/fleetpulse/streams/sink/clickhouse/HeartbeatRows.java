package dev.fleetpulse.streams.sink.clickhouse;

import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.AvroBytes;
import dev.fleetpulse.streams.sink.EncodedRow;
import dev.fleetpulse.streams.sink.FirstCopy;
import dev.fleetpulse.streams.sink.HeartbeatBytes;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Heartbeats to rows of {@code heartbeats}: the columns, and in {@code payload} all the rest as
 * JSON in the protocol's own names. Together they are the whole heartbeat.
 */
final class HeartbeatRows extends HeartbeatBytes {
  /** First the key, then in the order in which a heartbeat has them. */
  static final List<String> COLUMNS =
      List.of(
          "tenant",
          "instance_id",
          "timestamp",
          "append_time",
          "revision",
          "app",
          "version",
          "uptime_seconds",
          "status",
          "memory_mb",
          "cpu_percent",
          "routes_total",
          "routes_unhealthy",
          "slowest_path",
          "slowest_avg_ms",
          "repairs_total",
          "total_tokens",
          "total_cost_nanos",
          "total_calls",
          "ingestor",
          "payload");

  private static final byte[] SERVER = JsonBytes.field("server");
  private static final byte[] NAME = JsonBytes.field("name");
  private static final byte[] PORT = JsonBytes.field("port");
  private static final byte[] PID = JsonBytes.field("pid");
  private static final byte[] BOOT_ID = JsonBytes.field("bootId");
  private static final byte[] PROCESS = JsonBytes.field("process");
  private static final byte[] PEAK_MEMORY = JsonBytes.field("peakMemoryMB");
  private static final byte[] ROUTES = JsonBytes.field("routes");
  private static final byte[] HEALTHY = JsonBytes.field("healthy");
  private static final byte[] USAGE = JsonBytes.field("usage");
  private static final byte[] BY_CATEGORY = JsonBytes.field("byCategory");
  private static final byte[] BY_MODEL = JsonBytes.field("byModel");
  private static final byte[] TOKENS = JsonBytes.field("tokens");
  private static final byte[] COST = JsonBytes.field("cost");
  private static final byte[] CALLS = JsonBytes.field("calls");
  private static final byte[] ALERTS = JsonBytes.field("alerts");
  private static final byte[] TYPE = JsonBytes.field("type");
  private static final byte[] MESSAGE = JsonBytes.field("message");
  private static final byte[] SEVERITY = JsonBytes.field("severity");
  private static final byte[] TIMESTAMP = JsonBytes.field("timestamp");

  private final RowBinary row = new RowBinary();
  private final JsonBytes json = new JsonBytes();
  private final RestMerge merge = new RestMerge();

  HeartbeatRows(Topics topics) {
    super(topics);
  }

  @Override
  protected EncodedRow encode(AvroBytes in, ConsumerRecord<byte[], byte[]> source) {
    row.begin().text(in.text()).text(in.text());
    var app = in.text().place();
    var timestampMs = in.number();
    row.bigint(timestampMs);
    var revision = FirstCopy.revision(timestampMs, source.timestamp(), source.offset());
    var keyBytes = row.size();
    row.bigint(source.timestamp()).bigint(revision).text(in.backTo(app)).textField(in);
    json.begin();
    server(in);
    process(in);
    routes(in);
    repairs(in);
    usage(in);
    alerts(in);
    var hasRest = in.present();
    var rest = hasRest ? in.text().place() : 0;
    in.text(); // hash
    in.number(); // down after
    row.text(in.text()); // ingestor
    in.text(); // incarnation
    row.text(hasRest ? merge.of(json, in.backTo(rest)) : json.close().written());
    return new EncodedRow(row.end(), keyBytes, revision);
  }

  private void server(AvroBytes in) {
    if (!in.present()) {
      row.absent(2);
      return;
    }
    json.open(SERVER);
    text(NAME, in);
    number(PORT, in);
    row.bigintField(in).textField(in);
    number(PID, in);
    text(BOOT_ID, in);
    json.close();
  }

  private void process(AvroBytes in) {
    if (!in.present()) {
      row.absent(2);
      return;
    }
    row.realField(in).realField(in);
    json.open(PROCESS);
    if (in.present()) {
      json.number(PEAK_MEMORY, in.real());
    }
    json.close();
  }

  private void routes(AvroBytes in) {
    if (!in.present()) {
      row.absent(4);
      return;
    }
    row.integerField(in);
    json.open(ROUTES);
    number(HEALTHY, in);
    json.close();
    row.integerField(in).textField(in).realField(in);
  }

  private void repairs(AvroBytes in) {
    if (!in.present()) {
      row.absent(1);
      return;
    }
    row.bigintField(in);
    RepairJson.write(in, json);
  }

  private void usage(AvroBytes in) {
    if (!in.present()) {
      row.absent(3);
      return;
    }
    row.bigintField(in).bigintField(in).bigintField(in);
    json.open(USAGE);
    byName(BY_CATEGORY, in);
    byName(BY_MODEL, in);
    json.close();
  }

  private void byName(byte[] field, AvroBytes in) {
    var count = in.entries();
    if (count == 0) {
      return;
    }
    json.open(field);
    for (; count > 0; count = in.entries()) {
      for (var i = 0L; i < count; i++) {
        json.openNamed(in.text());
        number(TOKENS, in);
        if (in.present()) {
          json.dollars(COST, in.number());
        }
        number(CALLS, in);
        json.close();
      }
    }
    json.close();
  }

  private void alerts(AvroBytes in) {
    var count = in.entries();
    if (count == 0) {
      return;
    }
    json.openList(ALERTS);
    for (; count > 0; count = in.entries()) {
      for (var i = 0L; i < count; i++) {
        json.open().text(TYPE, in.text());
        text(MESSAGE, in);
        text(SEVERITY, in);
        number(TIMESTAMP, in);
        json.close();
      }
    }
    json.closeList();
  }

  private void text(byte[] field, AvroBytes in) {
    if (in.present()) {
      json.text(field, in.text());
    }
  }

  private void number(byte[] field, AvroBytes in) {
    if (in.present()) {
      json.number(field, in.number());
    }
  }
}
