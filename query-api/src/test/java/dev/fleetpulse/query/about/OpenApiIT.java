package dev.fleetpulse.query.about;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document against the server that serves it. */
@ExtendWith(RealComponents.class)
final class OpenApiIT {
  private static final ApiDocument DOCUMENT = Documented.api().strict();

  /** What belongs to the page alone. */
  private static final List<String> PAGE = List.of("GET /docs", "GET /docs/start.js");

  private static QueryApi api;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<Operation> operations() {
    return Documented.operations().stream();
  }

  static Stream<Operation> questions() {
    return operations().filter(operation -> operation.method().equals("get"));
  }

  @Test
  void everyEndpointIsDocumentedAndEveryDocumentedOneIsThere() {
    var there = new TreeSet<>(api.endpoints());
    PAGE.forEach(there::remove);

    var documented = new TreeSet<String>();
    for (var operation : DOCUMENT.operations()) {
      documented.add(operation.method().toUpperCase(Locale.ROOT) + " " + operation.path());
    }
    assertThat(documented).isEqualTo(there);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void whatMayBeAskedIsDocumented(Operation operation) {
    var known = new TreeSet<String>();
    for (var type : Call.types(DOCUMENT, operation)) {
      known.addAll(known(Call.example(DOCUMENT, operation).accepting(type)));
    }
    var documented =
        Call.parameters(DOCUMENT, operation).stream()
            .filter(parameter -> !parameter.isInPath())
            .map(Call.Parameter::name)
            .collect(Collectors.toCollection(TreeSet<String>::new));
    assertThat(documented).isEqualTo(known);
  }

  /** What the server lists where it is asked for something that is not there. */
  private static List<String> known(Call call) {
    var answer = ask(call.asking("nobodyKnowsThis", "x"));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    var expected = "";
    for (var error : QueryApi.json(answer.body()).get("errors")) {
      if (error.get("parameter").textValue().equals("nobodyKnowsThis")) {
        expected = error.get("expected").textValue();
      }
    }
    return expected.equals("left out")
        ? List.of()
        : List.of(expected.replace("one of the parameters ", "").split(", ", -1));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void theExampleIsAnsweredAsDocumented(Operation operation) throws Exception {
    var answer = ask(Call.example(DOCUMENT, operation));

    assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
    DOCUMENT.assertDocuments(operation, answer);
  }

  @ParameterizedTest
  @MethodSource("questions")
  void everyParametersExampleIsTaken(Operation operation) throws Exception {
    for (var node : DOCUMENT.at(operation.pointer() + "/parameters")) {
      var documented = DOCUMENT.resolved(node);
      var parameter =
          new Call.Parameter(documented.get("name").textValue(), false, false, documented);
      var values = documented.at("/schema/enum");
      var call = Call.example(DOCUMENT, operation);
      var isOfFilesAlone = documented.get("name").textValue().equals("table");
      if (documented.get("in").textValue().equals("query")
          && !isOfFilesAlone
          && !values.isMissingNode()) {
        for (var value : values) {
          var answer = ask(call.with(parameter, value.textValue()));
          assertThat(answer.statusCode()).as(answer.body()).isIn(200, 404);
          DOCUMENT.assertDocuments(operation, answer);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void refusalsAreAsDocumented(Operation operation) throws Exception {
    var call = Call.example(DOCUMENT, operation);

    var withoutKey = api.exchange(call.to(api).build());
    assertThat(withoutKey.statusCode()).isEqualTo(401);
    DOCUMENT.assertDocuments(operation, withoutKey);

    var withoutScope = api.exchange(call.to(api).header("x-api-key", TestKeys.INGEST_ONLY).build());
    assertThat(withoutScope.statusCode()).isEqualTo(403);
    DOCUMENT.assertDocuments(operation, withoutScope);
  }

  @Test
  void thePageAndItsLibraryComeWithoutAKey() {
    var page = api.exchange(api.request("/docs").build());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'");
    var references =
        Stream.of(page.body().split("\"", -1)).filter(text -> text.startsWith("/")).toList();
    assertThat(references).hasSize(4);
    for (var reference : references) {
      assertThat(api.exchange(api.request(reference).build()).statusCode())
          .as(reference)
          .isEqualTo(200);
    }
  }

  @Test
  void whoHasTheDocumentIsToldSo() {
    var first = api.exchange(api.request("/openapi.json").build());
    var etag = first.headers().firstValue("ETag").orElseThrow();

    var again = api.exchange(api.request("/openapi.json").header("If-None-Match", etag).build());

    assertThat(first.body()).isEqualTo(Documented.text());
    assertThat(again.statusCode()).isEqualTo(304);
  }

  private static HttpResponse<String> ask(Call call) {
    var key =
        Documented.isAdministration(DOCUMENT, call.operation())
            ? TestKeys.ACME_ADMIN
            : TestKeys.ACME;
    return api.exchange(call.to(api).header("x-api-key", key).build());
  }
}
