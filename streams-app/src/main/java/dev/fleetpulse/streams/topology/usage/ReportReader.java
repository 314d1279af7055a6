package dev.fleetpulse.streams.topology.usage;

import dev.fleetpulse.schemas.ConfluentAvro;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.streams.sink.AvroBytes;
import dev.fleetpulse.streams.topology.usage.Counter.Measure;
import dev.fleetpulse.streams.topology.usage.Report.Named;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Reads of a heartbeat's bytes what usage needs, and passes over the rest: that takes a fraction of
 * what the whole record would. It walks through all of them nevertheless, so that a record which is
 * none is found here.
 */
final class ReportReader implements Deserializer<Report> {
  private final ConfluentAvro<Heartbeat> codec;

  private ReportReader(ConfluentAvro<Heartbeat> codec) {
    this.codec = codec;
  }

  /** Reads the values of {@link Topics#heartbeats}, and can't write any. */
  static Serde<Report> serde(Topics topics) {
    Serializer<Report> none =
        (topic, report) -> {
          throw new SerializationException(
              "A part of a heartbeat is not to be written to " + topic);
        };
    return Serdes.serdeFrom(
        none,
        new ReportReader((ConfluentAvro<Heartbeat>) topics.heartbeats().values().deserializer()));
  }

  @Override
  public Report deserialize(String topic, byte[] bytes) {
    if (bytes == null) {
      return null;
    }
    var in = new AvroBytes().over(codec.body(bytes));
    in.text(); // tenant
    in.text(); // instance id
    var app = in.text().string();
    var timestampMs = in.number();
    in.skipText(); // version
    var process = process(in);
    skipResources(in);
    var totals = Report.noTotals();
    repairs(in, totals);
    Named categories;
    Named models;
    if (in.present()) {
      totals[Measure.TOKENS.code()] = numberOrAbsent(in);
      totals[Measure.COST_NANOS.code()] = numberOrAbsent(in);
      totals[Measure.CALLS.code()] = numberOrAbsent(in);
      categories = named(in);
      models = named(in);
    } else {
      categories = new Named(0);
      models = new Named(0);
    }
    skipAlerts(in);
    in.skipText(); // rest
    var hash = hash(in.text());
    in.number(); // down after
    in.text(); // ingestor
    in.text(); // incarnation
    in.end();
    return new Report(timestampMs, app, process, hash, totals, categories, models);
  }

  private static String process(AvroBytes in) {
    if (!in.present()) {
      return "";
    }
    in.skipText(); // name
    in.skipNumber(); // port
    in.skipNumber(); // uptime
    in.skipText(); // status
    var pid = in.present() ? Long.toString(in.number()) : "";
    return in.present() ? in.text().string() : pid; // boot id
  }

  private static void skipResources(AvroBytes in) {
    if (in.present()) { // process
      in.skipReal(); // memory
      in.skipReal(); // cpu
      in.skipReal(); // peak
    }
    if (in.present()) { // routes
      in.skipNumber(); // total
      in.skipNumber(); // healthy
      in.skipNumber(); // unhealthy
      in.skipText(); // slowest path
      in.skipReal(); // its average
    }
  }

  private static void repairs(AvroBytes in, long[] totals) {
    if (!in.present()) {
      return;
    }
    totals[Measure.REPAIRS.code()] = numberOrAbsent(in);
    totals[Measure.REPAIR_SUCCESSES.code()] = numberOrAbsent(in);
    totals[Measure.REPAIR_FAILURES.code()] = numberOrAbsent(in);
    if (in.present()) { // the last one
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

  private static Named named(AvroBytes in) {
    // Whatever number the bytes claim, room is made as entries are there.
    var named = new Named(4);
    for (var count = in.entries(); count > 0; count = in.entries()) {
      for (var left = count; left > 0; left--) {
        named.add(in.text().string(), numberOrAbsent(in), numberOrAbsent(in), numberOrAbsent(in));
      }
    }
    return named;
  }

  private static void skipAlerts(AvroBytes in) {
    for (var count = in.entries(); count > 0; count = in.entries()) {
      for (var left = count; left > 0; left--) {
        in.text(); // type
        in.skipText(); // message
        in.skipText(); // severity
        in.skipNumber(); // timestamp
      }
    }
  }

  private static long numberOrAbsent(AvroBytes in) {
    return in.present() ? in.number() : Counters.ABSENT;
  }

  private static long hash(AvroBytes text) {
    var hash = 0L;
    for (var index = 0; index < Long.BYTES; index++) {
      hash = (hash << Byte.SIZE) | (index < text.textLength() ? text.textByte(index) & 0xff : 0);
    }
    return hash;
  }
}
