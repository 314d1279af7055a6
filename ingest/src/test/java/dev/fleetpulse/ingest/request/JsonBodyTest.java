package dev.fleetpulse.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.ingest.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  @Test
  void readsAnObjectExactly() {
    var object =
        accepted("{\"a\":[1,2.50,-3e2,true,null,\"\\u00e9\"],\"b\":{\"c\":9007199254740993}}");

    assertThat(object.toString())
        .isEqualTo("{\"a\":[1,2.50,-3E+2,true,null,\"é\"],\"b\":{\"c\":9007199254740993}}");
  }

  @Test
  void saysWhereTheSyntaxBreaksAndInWhichField() {
    var error = error("{\"usage\":{\n  \"byModel\": {\"m\": [1, }}}}");

    assertThat(error.field()).isEqualTo("usage.byModel.m[1]");
    assertThat(error.expected()).isEqualTo("valid JSON");
    assertThat(error.was()).contains("line 2, column");
  }

  @Test
  void refusesAnEmptyBody() {
    assertThat(error("")).isEqualTo(new FieldError("body", "a JSON object", "empty"));
    assertThat(error(" \n")).isEqualTo(new FieldError("body", "a JSON object", "empty"));
  }

  @Test
  void refusesWhatIsNoObject() {
    assertThat(error("[1]")).isEqualTo(new FieldError("body", "a JSON object", "an array"));
    assertThat(error("\"x\"").was()).isEqualTo("the string \"x\"");
    assertThat(error("null").was()).isEqualTo("null");
  }

  @Test
  void refusesWhatFollowsTheObject() {
    assertThat(error("{} {}").was()).startsWith("Nothing may follow the object");
    assertThat(error("{}x").was()).contains("line 1");
  }

  @Test
  void refusesTheSameKeyTwice() {
    var error = error("{\"server\":{\"pid\":1,\"pid\":2}}");

    assertThat(error.field()).isEqualTo("server.pid");
    assertThat(error.was()).startsWith("The same key twice");
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThat(error("{\"a\":NaN}").field()).isEqualTo("a");
    assertThat(error("{\"a\":Infinity}").field()).isEqualTo("a");
    assertThat(error("{\"a\":01}").field()).isEqualTo("a");
  }

  @Test
  void refusesNumbersThatWouldFillTheMemory() {
    assertThat(error("{\"a\":1e309}").was()).startsWith("A number beyond 1e308");
    assertThat(error("{\"a\":1e-309}").was()).startsWith("A number beyond 1e308");
    assertThat(error("{\"a\":1e2147483646}").was()).startsWith("A number beyond 1e308");
    assertThat(error("{\"a\":1e99999999999999999999}").field()).isEqualTo("a");
    assertThat(error("{\"a\":" + "9".repeat(101) + "}").was())
        .startsWith("A number of more than 100 characters");
  }

  @Test
  void readsZeroWithAnyExponent() {
    assertThat(accepted("{\"a\":0e999999999}").toString()).isEqualTo("{\"a\":0}");
  }

  @Test
  void refusesDeepNesting() {
    assertThat(accepted("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}")).isNotNull();
    assertThat(error("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}").was())
        .startsWith("More than 32 levels of nesting");
    assertThat(error("[".repeat(200_000)).was()).startsWith("More than 32 levels of nesting");
  }

  @Test
  void refusesMoreValuesThanAllowed() {
    // The object and the array are values, too.
    assertThat(accepted("{\"a\":[0" + ",0".repeat(19_997) + "]}")).isNotNull();
    assertThat(error("{\"a\":[0" + ",0".repeat(19_998) + "]}").was())
        .startsWith("More than 20000 values");
  }

  @Test
  void refusesLongKeys() {
    for (var character : List.of("k", "😀")) {
      assertThat(accepted("{\"" + character.repeat(256) + "\":1}")).hasSize(1);
      assertThat(error("{\"" + character.repeat(257) + "\":1}").was())
          .startsWith("A key of more than 256 characters");
    }
  }

  @Test
  void refusesInvalidUtf8() {
    for (var bytes : new String[] {"ff", "c080", "eda080", "f4908080", "e282"}) {
      var body = HexFormat.of().parseHex("7b2261223a22" + bytes + "227d");

      assertThat(refusal(JsonBody.read(body)).errors().getFirst().expected())
          .as(bytes)
          .isEqualTo("valid UTF-8");
    }
  }

  @Test
  void refusesHalfOfASurrogatePair() {
    assertThat(error("{\"a\":\"\\ud83d\"}").was()).startsWith("An unpaired surrogate");
    assertThat(error("{\"a\":\"\\ude00\\ud83d\"}").was()).startsWith("An unpaired surrogate");
    assertThat(error("{\"\\ud83d\":1}").was()).contains("surrogate");
    assertThat(error("{\"\\ude00\":1}").was()).contains("surrogate");
    assertThat(accepted("{\"a\":\"\\ud83d\\ude00\"}").get("a").textValue()).isEqualTo("😀");
  }

  @Test
  void cutsLongNamesInPaths() {
    var error = error("{\"" + "k".repeat(200) + "\":x}");

    assertThat(error.field()).isEqualTo("k".repeat(64) + "…");
  }

  private static ObjectNode accepted(String json) {
    return switch (JsonBody.read(json.getBytes(StandardCharsets.UTF_8))) {
      case Verdict.Accepted<ObjectNode>(var object) -> object;
      case Verdict.Refused<ObjectNode>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static FieldError error(String json) {
    return refusal(JsonBody.read(json.getBytes(StandardCharsets.UTF_8))).errors().getFirst();
  }

  private static Refusal refusal(Verdict<ObjectNode> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<ObjectNode>(var object) -> throw new AssertionError(object);
      case Verdict.Refused<ObjectNode>(var refusal) -> {
        assertThat(refusal.reason()).isEqualTo(Reason.MALFORMED);
        yield refusal;
      }
    };
  }
}
