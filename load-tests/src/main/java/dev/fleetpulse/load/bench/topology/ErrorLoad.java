package dev.fleetpulse.load.bench.topology;

import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.InstanceKey;
import dev.fleetpulse.schemas.Schemas;
import dev.fleetpulse.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Two hours of errors, as a fleet leaves them: a few bugs of each app make most of them, some
 * reports come twice.
 *
 * @param instances that report, in 40 apps
 * @param records reports, copies among them
 */
public record ErrorLoad(int instances, long records) implements Load {
  private static final int APPS = 40;
  private static final int BUGS = 25;
  private static final int FRAMES = 12;
  private static final int RELEASES = 4;
  private static final long SPAN_MS = Duration.ofHours(2).toMillis();
  private static final int CHECK_EVERY = 5_000;

  @Override
  public String text() {
    return "%,d errors of %,d instances, %d apps with %d bugs each"
        .formatted(records, instances, APPS, BUGS);
  }

  @Override
  public void fill(String kafka, Schemas schemas) {
    var topic = Topics.with(schemas).errors();
    Load.fill(kafka, topic, producer -> send(producer, topic.name()));
  }

  private void send(KafkaProducer<InstanceKey, ErrorReport> producer, String topic)
      throws ExecutionException, InterruptedException {
    Future<RecordMetadata> sent = null;
    var random = new SplittableRandom(6);
    var begin = System.currentTimeMillis() - SPAN_MS;
    ErrorReport last = null;
    for (var number = 0L; number < records; number++) {
      var timestamp = begin + number * SPAN_MS / records;
      if (last == null || random.nextInt(50) != 0) {
        last = report(random, timestamp);
      }
      sent =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  null,
                  timestamp,
                  new InstanceKey(last.getTenant(), last.getInstanceId()),
                  last));
      if (number % CHECK_EVERY == 0) {
        // Where the broker refuses anything, it refuses everything.
        sent.get();
      }
    }
  }

  private ErrorReport report(SplittableRandom random, long timestampMs) {
    var instance = random.nextInt(instances);
    var app = instance % APPS;
    var chance = random.nextDouble();
    // Most errors are of the first bugs.
    var bug = (int) (BUGS * chance * chance * chance);
    return ErrorReport.newBuilder()
        .setTenant("bench")
        .setInstanceId("wlv_%08x".formatted(instance))
        .setApp("app-" + app)
        .setTimestampMs(timestampMs)
        .setLanguage("javascript")
        .setType("TypeError")
        .setMessage("Cannot read properties of undefined (reading 'field" + bug + "')")
        .setStack(stack(app, bug, random.nextInt(1_000)))
        .setLevel("error")
        .setRelease("1." + random.nextInt(RELEASES))
        .setEnvironment("production")
        .setTags(Map.of("region", "eu-central-1", "tier", "standard"))
        .setContext("{\"cart\":%d,\"path\":\"/api/search\"}".formatted(random.nextInt(100_000)))
        .setIngestor("ingest-1")
        .setIncarnation("0191c1d2-4a5b-7c3d-8e9f-001122334455")
        .build();
  }

  private static String stack(int app, int bug, int line) {
    var stack =
        new StringBuilder(1_200)
            .append("TypeError: Cannot read properties of undefined (reading 'field")
            .append(bug)
            .append("')\n");
    for (var frame = 0; frame < FRAMES; frame++) {
      stack
          .append("    at ")
          .append(name(bug, frame))
          .append(" (/srv/app-")
          .append(app)
          .append("/releases/20261121/src/module")
          .append((char) ('a' + frame))
          .append("/index.js:")
          .append(line + frame)
          .append(":13)\n");
    }
    return stack
        .append(
            "    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\n")
        .toString();
  }

  private static String name(int bug, int frame) {
    return "handle" + (char) ('A' + bug % 26) + (char) ('a' + frame);
  }
}
