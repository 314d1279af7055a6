package dev.fleetpulse.ingest.errors;

import static dev.fleetpulse.ingest.Reports.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fleetpulse.ingest.Reports;
import dev.fleetpulse.ingest.verdict.FieldError;
import dev.fleetpulse.ingest.verdict.Reason;
import dev.fleetpulse.ingest.verdict.Refusal;
import dev.fleetpulse.schemas.Cause;
import dev.fleetpulse.schemas.ErrorReport;
import dev.fleetpulse.schemas.Frame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReaderTest {
  private static final ErrorReader READER = new ErrorReader(Reports.INGESTOR, Reports.WINDOW);

  @Test
  void mapsEveryFieldOfTheProtocol() {
    var error =
        read(
            with(
                """
                "app":"shop","language":"javascript","type":"TypeError","message":"x is undefined","stack":"at f (a.js:1:2)",
                "frames":[{"function":"f","module":"m","file":"a.js","line":1,"column":2,"inApp":true},{}],
                "cause":{"type":"IOError","message":"read","stack":"at g","cause":{"message":"root","frames":[{"line":9}]}},
                "level":"fatal","release":"1.2.3","environment":"production","tags":{"region":"eu","shard":7,"canary":true,"none":null},
                "context":{"user":{"id":1.50}},"fingerprint":["a","b"],"errorId":"e-1","traceId":"t-1"
                """));

    assertThat(error)
        .isEqualTo(
            new ErrorReport(
                "acme",
                "i",
                "shop",
                NOW.toEpochMilli(),
                "javascript",
                "TypeError",
                "x is undefined",
                "at f (a.js:1:2)",
                false,
                List.of(
                    new Frame("f", "m", "a.js", 1, 2, true),
                    new Frame(null, null, null, null, null, null)),
                List.of(
                    new Cause("IOError", "read", "at g", List.of()),
                    new Cause(
                        null, "root", null, List.of(new Frame(null, null, null, 9, null, null)))),
                "fatal",
                "1.2.3",
                "production",
                Map.of("region", "eu", "shard", "7", "canary", "true"),
                "{\"user\":{\"id\":1.50}}",
                List.of("a", "b"),
                "e-1",
                "t-1",
                "ingest-1",
                "incarnation-1",
                null,
                null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"message\":\"m\"", "\"stack\":\"at f\"", "\"frames\":[{\"line\":1}]"})
  void needsNoMoreThanSomethingToSay(String something) {
    var error = read(with(something));

    assertThat(error.getApp()).isEqualTo("unknown");
    assertThat(error.getTags()).isEmpty();
    assertThat(error.getRest()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"type\":\"E\"", "\"message\":\" \"", "\"message\":null,\"stack\":\"\""})
  void refusesAnErrorThatSaysNothing(String nothing) {
    assertThat(refused(with(nothing)).errors())
        .containsExactly(
            new FieldError("message", "there, unless there is a stack or frames", "absent"));
  }

  @Test
  void cutsLongStacksAndSaysSo() {
    var error = read(with("\"stack\":\"" + "é".repeat(40_000) + "\""));

    assertThat(error.getStack()).isEqualTo("é".repeat(32_768));
    assertThat(error.getStackCut()).isTrue();
  }

  @Test
  void saysSoWhenACauseIsCut() {
    var error =
        read(with("\"message\":\"m\",\"cause\":{\"stack\":\"" + "x".repeat(70_000) + "\"}"));

    assertThat(error.getCauses().getFirst().getStack()).hasSize(65_536);
    assertThat(error.getStackCut()).isTrue();
  }

  @Test
  void boundsTheChainOfCauses() {
    assertThat(read(with(causes(31))).getCauses())
        .hasSize(31)
        .extracting(Cause::getMessage)
        .startsWith("31")
        .endsWith("0");
    assertThat(refused(with(causes(32))).reason()).isEqualTo(Reason.MALFORMED);
  }

  private static String causes(int depth) {
    return depth == 0
        ? "\"message\":\"0\""
        : "\"message\":\"%d\",\"cause\":{%s}".formatted(depth + 1, causes(depth - 1));
  }

  @Test
  void keepsUnknownFieldsWhereTheyWere() {
    var error =
        read(
            with(
                "\"message\":\"m\",\"thread\":\"main\",\"frames\":[{\"line\":1},{\"vars\":{}}],"
                    + "\"cause\":{\"message\":\"c\",\"code\":7}"));

    assertThat(error.getRest())
        .isEqualTo("{\"thread\":\"main\",\"cause\":{\"code\":7},\"frames\":[{},{\"vars\":{}}]}");
  }

  @Test
  void namesEveryWrongField() {
    var refusal =
        refused(
            "{\"message\":5,\"stack\":\"s\",\"frames\":[{\"line\":\"1\"}],\"tags\":{\"a\":[]},"
                + "\"fingerprint\":[\"a\",7],\"context\":\"c\",\"cause\":{\"cause\":[]}}");

    assertThat(refusal.reason()).isEqualTo(Reason.INVALID);
    assertThat(refusal.errors())
        .extracting(FieldError::field, FieldError::was)
        .containsExactlyInAnyOrder(
            tuple("instanceId", "absent"),
            tuple("timestamp", "absent"),
            tuple("message", "the number 5"),
            tuple("frames[0].line", "the string \"1\""),
            tuple("tags.a", "an array"),
            tuple("fingerprint[1]", "the number 7"),
            tuple("context", "the string \"c\""),
            tuple("cause.cause", "an array"));
  }

  @Test
  void refusesTagsWithUnusableNames() {
    assertThat(refused(with("\"message\":\"m\",\"tags\":{\"a\\nb\":\"c\"}")).errors())
        .extracting(FieldError::field)
        .containsExactly("tags.a\nb");
  }

  private static String with(String fields) {
    return "{\"instanceId\":\"i\",\"timestamp\":" + NOW.toEpochMilli() + "," + fields + "}";
  }

  private static ErrorReport read(String json) {
    return Reports.accepted(Reports.read(READER::read, json));
  }

  private static Refusal refused(String json) {
    return Reports.refused(Reports.read(READER::read, json));
  }
}
