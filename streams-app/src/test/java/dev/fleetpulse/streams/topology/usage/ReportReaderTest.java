package dev.fleetpulse.streams.topology.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.ProcessUsage;
import dev.fleetpulse.schemas.Repairs;
import dev.fleetpulse.schemas.Routes;
import dev.fleetpulse.schemas.Server;
import dev.fleetpulse.schemas.Topics;
import dev.fleetpulse.schemas.Usage;
import dev.fleetpulse.schemas.UsageCounters;
import dev.fleetpulse.streams.Heartbeats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

final class ReportReaderTest {
  private static final Counters NOTHING_EXPECTED = Counters.NONE;

  private final Topics topics = Topics.with(new InMemorySchemas());
  private final Deserializer<Report> reports = ReportReader.serde(topics).deserializer();

  @Property(tries = 500)
  void aReportHoldsWhatTheWholeHeartbeatSays(@ForAll Random random) throws IOException {
    var bytes = bytes(anything(random));
    var whole = topics.heartbeats().values().deserializer().deserialize("", bytes);

    assertSame(reports.deserialize("", bytes), Report.of(whole));
  }

  @Test
  void whatIsMissingIsAbsent() {
    var bytes = bytes(Heartbeats.at(5));

    var report = reports.deserialize("", bytes);

    assertThat(report.process()).isEmpty();
    for (var code = 0; code < Counters.MEASURES.length; code++) {
      assertThat(report.total(code)).isEqualTo(Counters.ABSENT);
    }
    assertThat(Sample.of(report, NOTHING_EXPECTED).readings()).isEmpty();
  }

  @Test
  void bytesThatAreCutOffAnywhereOrGoOnAreRefused() {
    var whole = bytes(full());
    assertSame(reports.deserialize("", whole), Report.of(full()));

    for (var length = 1; length <= whole.length + 1; length++) {
      if (length != whole.length) {
        var others = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> reports.deserialize("", others))
            .as("%d of %d bytes", length, whole.length)
            .isInstanceOf(SerializationException.class);
      }
    }
  }

  @Test
  void theLastOfANameCounts() {
    var expected =
        Sample.of(
                new Report(1, "", "", 0, Report.noTotals(), named(1, 2, 3), new Report.Named(0)),
                NOTHING_EXPECTED)
            .counters();
    var twice = named(1, 2, 3);
    twice.add("heal", Counters.ABSENT, 5, 6);

    var report = new Report(1, "", "", 0, Report.noTotals(), twice, new Report.Named(0));

    assertThat(Sample.of(report, expected).readings().values()).containsExactly(5L, 6L);
    assertThat(Sample.of(report, NOTHING_EXPECTED).readings().values()).containsExactly(5L, 6L);
  }

  private static Report.Named named(long tokens, long costNanos, long calls) {
    var named = new Report.Named(1);
    named.add("heal", tokens, costNanos, calls);
    return named;
  }

  private static void assertSame(Report report, Report expected) {
    assertThat(report.timestampMs()).isEqualTo(expected.timestampMs());
    assertThat(report.app()).isEqualTo(expected.app());
    assertThat(report.process()).isEqualTo(expected.process());
    assertThat(report.hash()).isEqualTo(expected.hash());
    for (var code = 0; code < Counters.MEASURES.length; code++) {
      assertThat(report.total(code)).isEqualTo(expected.total(code));
    }
    assertThat(entries(report.categories())).isEqualTo(entries(expected.categories()));
    assertThat(entries(report.models())).isEqualTo(entries(expected.models()));
  }

  private static Map<String, String> entries(Report.Named named) {
    var entries = new HashMap<String, String>();
    for (var index = 0; index < named.size(); index++) {
      entries.put(
          named.name(index),
          named.value(index, 0) + " " + named.value(index, 1) + " " + named.value(index, 2));
    }
    return entries;
  }

  private byte[] bytes(Heartbeat heartbeat) {
    return topics.heartbeats().values().serializer().serialize("", heartbeat);
  }

  /** Any heartbeat that its schema allows. */
  private Heartbeat anything(Random random) throws IOException {
    var schema = Heartbeat.getClassSchema();
    var out = new ByteArrayOutputStream();
    // The prefix of the wire format, as another heartbeat has it.
    out.write(bytes(Heartbeats.at(1)), 0, 5);
    var encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    var made = new RandomData(schema, 1, random.nextLong()).iterator().next();
    new GenericDatumWriter<>(schema).write(made, encoder);
    return topics.heartbeats().values().deserializer().deserialize("", out.toByteArray());
  }

  private static Heartbeat full() {
    var heartbeat = Heartbeats.at(1_775_044_800_123L);
    heartbeat.setVersion("0.1.0");
    heartbeat.setServer(new Server("api", 3_000, 77L, "healthy", 4_711L, "boot-1"));
    heartbeat.setProcess(new ProcessUsage(1.5, 2.5, 3.5));
    heartbeat.setRoutes(new Routes(8, 7, 1, "/search", 450.0));
    heartbeat.setRepairs(new Repairs(3L, 2L, 1L, null));
    heartbeat.setUsage(
        new Usage(
            10L,
            20L,
            null,
            Map.of("heal", new UsageCounters(1L, null, 3L)),
            Map.of("small", new UsageCounters(4L, 5L, 6L), "large", new UsageCounters())));
    heartbeat.setRest("{\"brain\":{}}");
    return heartbeat;
  }
}
