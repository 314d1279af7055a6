package dev.fleetpulse.query.errors.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.signature.ErrorFacts;
import dev.fleetpulse.signature.StackSignature;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(RealComponents.class)
class ExplainIT {
  private static final String PATH = "/api/v1/errors/explain";
  private static final String STACK =
      """
      TypeError: Cannot read properties of undefined (reading 'price')
          at total (/srv/shop/cart.js:17:9)
          at next (/srv/shop/node_modules/express/lib/router/route.js:149:13)
          at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
      """;

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) {
    api = QueryApi.over(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void tellsWhatWasHashedAndWhatBecameOfEachFrame() {
    var answer =
        api.post(PATH, JsonNodeFactory.instance.objectNode().put("stack", STACK).toString());

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var said = answer.json();
    assertThat(said.get("signature").textValue())
        .isEqualTo(StackSignature.of(ErrorFacts.ofStack(STACK)));
    assertThat(said.get("version").intValue()).isEqualTo(StackSignature.VERSION);
    assertThat(said.get("language").textValue()).isEqualTo("javascript");
    assertThat(said.get("category").textValue()).isEqualTo("null-dereference");
    assertThat(said.at("/how/rule").textValue()).isEqualTo("frames");
    assertThat(said.get("canonicalText").textValue()).contains("at total in ");
    var frames = said.at("/thrown/0/frames");
    assertThat(frames).hasSize(3);
    assertThat(frames.findValues("counted"))
        .extracting(JsonNode::booleanValue)
        .containsExactly(true, false, false);
    assertThat(frames.get(0).get("line").intValue()).isEqualTo(17);
    assertThat(frames.get(1).get("kind").textValue()).isEqualTo("library");
    assertThat(frames.get(1).at("/why/rule").textValue()).isEqualTo("outranked");
    assertThat(frames.get(1).at("/why/reason").textValue()).isNotEmpty();
  }

  @Test
  void takesFramesAndCausesAsTheProtocolHasThem() {
    var answer =
        api.post(
            PATH,
            """
            {"type": "CartError", "message": "m", "language": "javascript", "instanceId": "passed over",
             "frames": [{"function": "post", "file": "/srv/shop/web.js", "line": 3, "inApp": true}],
             "cause": {"type": "TypeError", "message": "x is undefined",
                       "frames": [{"function": "total", "file": "/srv/shop/cart.js", "line": 17}]}}
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var types = new ArrayList<String>();
    answer.json().get("thrown").forEach(thrown -> types.add(thrown.get("type").textValue()));
    assertThat(types).containsExactly("CartError", "TypeError");
    assertThat(answer.json().at("/thrown/1/root").booleanValue()).isTrue();
  }

  @Test
  void saysThatTheSenderGroupedItItself() {
    var answer = api.post(PATH, "{\"fingerprint\":[\"cart\",\"total\"]}");

    assertThat(answer.json().at("/how/rule").textValue()).isEqualTo("fingerprint");
    assertThat(answer.json().get("canonicalText").textValue())
        .isEqualTo("fingerprint\ncart\ntotal\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|body",
        "{}|body",
        "{\"message\":\" \"}|body",
        "{\"message\":7}|message",
        "{\"stack\":[]}|stack",
        "{\"frames\":{}}|frames",
        "{\"frames\":[1]}|frames[0]",
        "{\"frames\":[{\"line\":-1}]}|frames[0].line",
        "{\"frames\":[{\"line\":1.5}]}|frames[0].line",
        "{\"frames\":[{\"inApp\":1}]}|frames[0].inApp",
        "{\"message\":\"m\",\"cause\":1}|cause",
        "{\"message\":\"m\",\"cause\":{\"cause\":{\"type\":1}}}|cause.cause.type",
        "{\"fingerprint\":[1]}|fingerprint[0]"
      })
  void saysWhichFieldIsWrong(String body, String field) {
    var answer = api.post(PATH, body);

    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").textValue()).isEqualTo(field);
  }

  @Test
  void refusesWhatIsNoJsonTooLongOrTooDeep() {
    assertThat(api.post(PATH, "{").status()).isEqualTo(400);
    assertThat(api.post(PATH, "{\"a\":1,\"a\":2}").status()).isEqualTo(400);
    assertThat(api.post(PATH, "").status()).isEqualTo(400);
    assertThat(api.post(PATH, "[".repeat(10_000)).status()).isEqualTo(400);
    var long_ = api.post(PATH, "{\"stack\":\"" + "x".repeat(600_000) + "\"}");
    assertThat(long_.status()).isEqualTo(413);
    assertThat(long_.contentType()).startsWith("application/problem+json");
    var causes = "{\"message\":\"m\",\"cause\":".repeat(12) + "null" + "}".repeat(12);
    assertThat(api.post(PATH, causes).json().at("/errors/0/expected").textValue())
        .contains("at most 10");
  }
}
