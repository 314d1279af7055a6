package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.heartbeat.HeartbeatReader;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Heartbeat;
import dev.fleetpulse.schemas.InMemorySchemas;
import dev.fleetpulse.schemas.Topic;
import dev.fleetpulse.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes, the verdict is a record that can be stored or a refusal that names a field. */
class ReadersPropertyTest {
  private static final HeartbeatReader HEARTBEATS =
      new HeartbeatReader(Reports.INGESTOR, Duration.ofMinutes(3), Reports.WINDOW);
  private static final ErrorReader ERRORS = new ErrorReader(Reports.INGESTOR, Reports.WINDOW);
  private static final Topics TOPICS = Topics.with(new InMemorySchemas());

  @Property(tries = 200)
  void judgesAnyBytes(@ForAll byte[] bytes) {
    judge(bytes);
  }

  @Property(tries = 200)
  void judgesAnyJson(@ForAll("objects") ObjectNode object) {
    judge(object.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void judgesAnyJsonOfAKnownInstance(@ForAll("objects") ObjectNode object) {
    object.put("instanceId", "i");
    object.put("timestamp", Reports.NOW.toEpochMilli());

    judge(object.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void judgesBrokenJson(@ForAll("objects") ObjectNode object, @ForAll long seed) {
    var bytes = object.toString().getBytes(StandardCharsets.UTF_8);
    var random = new Random(seed);
    for (var i = 0; i < 3; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }

    judge(bytes);
  }

  @Property(tries = 1000)
  void judgesMutatedReports(@ForAll long seed) {
    var random = new Random(seed);

    judge(Mutated.heartbeat(random, Reports.NOW.toEpochMilli()));
    judge(Mutated.error(random, Reports.NOW.toEpochMilli()));
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Json.objects();
  }

  private static void judge(byte[] body) {
    var heartbeat = JsonBody.read(body).then(document -> HEARTBEATS.read("acme", document));
    switch (heartbeat) {
      case Verdict.Accepted<Heartbeat>(var record) -> assertStorable(TOPICS.heartbeats(), record);
      case Verdict.Refused<Heartbeat> refused -> assertExplained(refused);
    }
    var error = JsonBody.read(body).then(document -> ERRORS.read("acme", document));
    switch (error) {
      case Verdict.Accepted<ErrorReport>(var record) -> assertStorable(TOPICS.errors(), record);
      case Verdict.Refused<ErrorReport> refused -> assertExplained(refused);
    }
  }

  private static <K, V> void assertStorable(Topic<K, V> topic, V record) {
    var bytes = topic.values().serializer().serialize(topic.name(), record);

    assertThat(topic.values().deserializer().deserialize(topic.name(), bytes)).isEqualTo(record);
  }

  private static void assertExplained(Verdict.Refused<?> refused) {
    var refusal = refused.refusal();
    assertThat(refusal.reason()).isIn(Reason.MALFORMED, Reason.INVALID, Reason.OUT_OF_TIME);
    assertThat(refusal.detail()).isNotBlank();
    assertThat(refusal.errors())
        .isNotEmpty()
        .allSatisfy(
            error -> {
              assertThat(error.field()).isNotNull();
              assertThat(error.expected()).isNotBlank();
              assertThat(error.was()).isNotBlank();
            });
  }
}
