package dev.fleetpulse.ingest.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.errors.ErrorReader;
import dev.fleetpulse.ingest.publish.Ingestor;
import dev.fleetpulse.ingest.request.TimeWindow;
import dev.fleetpulse.ingest.verdict.Verdict;
import dev.fleetpulse.schemas.ErrorReport;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentryEventTest {
  private static final Instant NOW = Instant.parse("2026-04-01T20:00:00Z");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void saysAnExceptionWithItsCauseInOurWords() throws Exception {
    var report =
        report(
            """
            {"event_id":"fc6d8c0c43fc4630ad850ee518f1b9d0","timestamp":1775073600.25,"platform":"python",
             "server_name":"web-1","release":"shop@1.4.2","environment":"production","level":"error",
             "tags":{"region":"eu","attempt":3},
             "contexts":{"trace":{"trace_id":"771a43a4192642f0b136d5159a501700"}},
             "breadcrumbs":{"values":[{"message":"a"},{"message":"b"}]},
             "exception":{"values":[
               {"type":"KeyError","value":"'price'","stacktrace":{"frames":[
                  {"function":"main","filename":"app.py","lineno":3,"in_app":true},
                  {"function":"price","module":"shop.cart","filename":"shop/cart.py","lineno":17,"colno":9,"in_app":true}]}},
               {"type":"OrderError","value":"cannot order","stacktrace":{"frames":[
                  {"function":"order","abs_path":"/srv/shop/order.py","lineno":40}]}}]}}
            """);

    assertThat(report)
        .isEqualTo(
            JSON.readTree(
                """
                {"instanceId":"web-1","timestamp":1775073600250,
                 "errorId":"fc6d8c0c43fc4630ad850ee518f1b9d0","language":"python","level":"error",
                 "release":"shop@1.4.2","environment":"production",
                 "traceId":"771a43a4192642f0b136d5159a501700",
                 "tags":{"region":"eu","attempt":"3"},"context":{"breadcrumbs":2},
                 "type":"OrderError","message":"cannot order",
                 "frames":[{"function":"order","file":"/srv/shop/order.py","line":40}],
                 "cause":{"type":"KeyError","message":"'price'","frames":[
                   {"function":"price","module":"shop.cart","file":"shop/cart.py","line":17,"column":9,"inApp":true},
                   {"function":"main","file":"app.py","line":3,"inApp":true}]}}
                """));
    assertThat(read(report).getCauses()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"it broke\"}",
        "{\"message\":{\"formatted\":\"it broke\"}}",
        "{\"logentry\":{\"message\":\"it broke\"}}",
        "{\"logentry\":{\"formatted\":\"it broke\",\"message\":\"it %s\"}}",
        "{\"exception\":{\"type\":\"T\",\"value\":\"it broke\"}}",
        "{\"exception\":[{\"type\":\"T\",\"value\":\"it broke\"}]}"
      })
  void findsTheMessageWhereverItIs(String event) throws Exception {
    assertThat(read(report(event)).getMessage()).isEqualTo("it broke");
  }

  @ParameterizedTest
  @CsvSource({
    "1775073600.5, 2026-04-01T20:00:00.500Z",
    "1775073600500, 2026-04-01T20:00:00.500Z",
    "'\"2026-04-01T20:00:00.5Z\"', 2026-04-01T20:00:00.500Z",
    "'\"2026-04-01T20:00:00.500000\"', 2026-04-01T20:00:00.500Z",
    "'\"2026-04-01T22:00:00+02:00\"', 2026-04-01T20:00:00Z",
    "'\"yesterday\"', 2026-04-01T20:00:00Z",
    "null, 2026-04-01T20:00:00Z",
    "{}, 2026-04-01T20:00:00Z"
  })
  void readsTheTimeHoweverWritten(String written, String meant) throws Exception {
    var report = report("{\"message\":\"m\",\"timestamp\":" + written + "}");

    assertThat(Instant.ofEpochMilli(report.get("timestamp").longValue())).isEqualTo(meant);
  }

  @Test
  void takesTagsAsPairsToo() throws Exception {
    var report = report("{\"tags\":[[\"app\",\"shop\"],[\"region\",\"eu\"],[\"odd\"],5]}");

    assertThat(report.get("app").textValue()).isEqualTo("shop");
    assertThat(report.get("tags")).isEqualTo(JSON.readTree("{\"app\":\"shop\",\"region\":\"eu\"}"));
  }

  @Test
  void takesOnlyAFingerprintThatReplacesTheGrouping() throws Exception {
    assertThat(report("{\"fingerprint\":[\"a\",\"b\"]}").get("fingerprint"))
        .isEqualTo(JSON.readTree("[\"a\",\"b\"]"));
    assertThat(report("{\"fingerprint\":[\"{{ default }}\",\"b\"]}").has("fingerprint")).isFalse();
  }

  @Test
  void cutsWhatIsTooLong() throws Exception {
    var long_ = "\uD83D\uDE00".repeat(2000);
    var read =
        read(
            report(
                "{\"server_name\":\"%s\",\"release\":\"%s\",\"message\":\"%s\",\"tags\":{\"%s\":\"%s\"}}"
                    .formatted(long_, long_, long_, long_, long_)));

    assertThat(read.getInstanceId()).hasSize(128);
    assertThat(read.getRelease()).hasSize(1024);
    assertThat(read.getMessage()).isEqualTo(long_);
  }

  /** An SDK can't mend its event, so every object must become a report that is taken. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"exception\":null,\"message\":null,\"tags\":null,\"breadcrumbs\":null,\"fingerprint\":null}",
        "{\"exception\":5,\"message\":[],\"tags\":\"x\",\"breadcrumbs\":{},\"fingerprint\":\"x\"}",
        "{\"exception\":{\"values\":[null,5,{}]},\"server_name\":{},\"release\":5,\"level\":[]}",
        "{\"exception\":{\"values\":[{\"stacktrace\":{\"frames\":[null,{\"lineno\":-1,\"colno\":1.5,\"in_app\":\"x\"}]}}]}}",
        "{\"server_name\":\"\\u0000\\n\",\"tags\":{\"\\u0001\":\"x\",\"\":\"y\"},\"contexts\":[],\"sdk\":7}",
        "{\"threads\":{\"values\":[{\"crashed\":true,\"stacktrace\":{\"frames\":[{\"function\":\"f\"}]}}]}}"
      })
  void makesAReportOfAnyObject(String event) throws Exception {
    assertThat(read(report(event))).isNotNull();
  }

  private static ObjectNode report(String event) throws IOException {
    JsonNode tree = JSON.readTree(event);
    return SentryEvent.report(tree, NOW);
  }

  /** As our own door would take it. */
  private static ErrorReport read(ObjectNode report) {
    var reader =
        new ErrorReader(Ingestor.starting("ingest-1"), new TimeWindow(InstantSource.fixed(NOW)));
    return switch (reader.read("tenant", report.deepCopy())) {
      case Verdict.Accepted<ErrorReport>(var error) -> error;
      case Verdict.Refused<ErrorReport>(var refusal) -> throw new AssertionError(refusal);
    };
  }
}
