package dev.fleetpulse.ingest.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentryEnvelopeTest {
  private static final String HEADER = "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}\n";

  @Test
  void takesItemsWithAndWithoutTheirLength() {
    var envelope =
        accepted(
            HEADER
                + "{\"type\":\"attachment\",\"length\":11}\nline\nline 2\n"
                + "{\"type\":\"event\"}\n{\"message\":\"m\"}\n"
                + "{\"type\":\"session\",\"length\":2}\n{}");

    assertThat(envelope.header().path("event_id").textValue()).startsWith("9ec79c33");
    assertThat(envelope.items())
        .extracting(SentryEnvelope.Item::type)
        .containsExactly("attachment", "event", "session");
    assertThat(envelope.items())
        .extracting(item -> new String(item.payload(), StandardCharsets.UTF_8))
        .containsExactly("line\nline 2", "{\"message\":\"m\"}", "{}");
  }

  @Test
  void takesAnEmptyEnvelope() {
    assertThat(accepted("{}").items()).isEmpty();
    assertThat(accepted(HEADER + "\n\n").items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"event\",\"length\":3}\n{}",
        "{\"type\":\"event\",\"length\":-1}\n{}",
        "{\"type\":\"event\",\"length\":\"2\"}\n{}",
        "{\"type\":\"event\",\"length\":99999999999}\n{}",
        "{\"type\":5}\n{}",
        "{}\n{}",
        "nonsense\n{}"
      })
  void namesTheItemThatIsBroken(String item) {
    var good = "{\"type\":\"session\"}\n{}\n";

    assertThat(SentryEnvelope.read(utf8(HEADER + good + item)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.refusal().reason()).isEqualTo(Reason.MALFORMED);
              assertThat(refused.refusal().errors().getFirst().field()).isEqualTo("items[1]");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "[]", "{", "no JSON\n{}\n{}"})
  void refusesWhatHasNoHeader(String body) {
    assertThat(SentryEnvelope.read(utf8(body))).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void takesABoundedNumberOfItems() {
    var item = "{\"type\":\"event\"}\n{}\n";

    assertThat(accepted(HEADER + item.repeat(100)).items()).hasSize(100);
    assertThat(SentryEnvelope.read(utf8(HEADER + item.repeat(101))))
        .isInstanceOf(Verdict.Refused.class);
  }

  @Property
  void givesEveryPayloadBack(@ForAll @Size(max = 20) List<byte[]> payloads) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(utf8(HEADER));
    for (var payload : payloads) {
      body.writeBytes(utf8("{\"type\":\"any\",\"length\":" + payload.length + "}\n"));
      body.writeBytes(payload);
      body.writeBytes(utf8("\n"));
    }

    var read = new ArrayList<byte[]>();
    switch (SentryEnvelope.read(body.toByteArray())) {
      case Verdict.Accepted<SentryEnvelope>(var envelope) ->
          envelope.items().forEach(item -> read.add(item.payload()));
      case Verdict.Refused<SentryEnvelope>(var refusal) -> throw new AssertionError(refusal);
    }
    assertThat(read).hasSameSizeAs(payloads);
    for (var i = 0; i < payloads.size(); i++) {
      assertThat(read.get(i)).isEqualTo(payloads.get(i));
    }
  }

  @Property
  void neverFailsOnAnyBytes(@ForAll byte[] body) {
    assertThat(SentryEnvelope.read(body)).isNotNull();
  }

  private static SentryEnvelope accepted(String body) {
    return switch (SentryEnvelope.read(utf8(body))) {
      case Verdict.Accepted<SentryEnvelope>(var envelope) -> envelope;
      case Verdict.Refused<SentryEnvelope>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
