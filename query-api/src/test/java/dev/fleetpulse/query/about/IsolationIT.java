package dev.fleetpulse.query.about;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every endpoint of the OpenAPI document, asked by other tenants in every way that comes to mind:
 * with the first tenant's ids, with SQL in each parameter, with forged sorts and cursors. Nothing
 * that only the first tenant has may come back, and nothing may break.
 */
@ExtendWith(RealComponents.class)
final class IsolationIT {
  private static final ApiDocument DOCUMENT = Documented.api();

  /** What is sent as each parameter beside the first tenant's own words. */
  private static final List<String> HOSTILE =
      List.of(
          "' OR '1'='1",
          "' OR tenant='acme' --",
          "') UNION SELECT * FROM fleetpulse.instances --",
          "x'; SET fleetpulse.tenant = 'acme'; --",
          "1) SETTINGS SQL_fleetpulse_tenant='acme' --",
          "acme",
          "*",
          "%",
          "../acme",
          "tenant=acme",
          "{tenant:String}",
          "name, (SELECT 1)",
          "eyJ0ZW5hbnQiOiJhY21lIn0",
          "\u0000acme",
          "0",
          "-1",
          "99999999999999999999");

  /** Words of the API itself are shorter, or others have them, too. */
  private static final int TELLING_CHARACTERS = 5;

  private static QueryApi api;
  private static Set<String> secrets;
  private static Set<String> ids;

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.withFleet(components);
    secrets = new TreeSet<>(said(TestKeys.ACME, TestKeys.ACME_ADMIN));
    var known = said(TestKeys.RIVAL, TestKeys.RIVAL_ADMIN);
    secrets.removeIf(text -> known.stream().anyMatch(other -> other.contains(text)));
    secrets.removeIf(text -> text.length() < TELLING_CHARACTERS);
    // Numbers and times tell nothing, and texts of ours are the same for everybody.
    secrets.removeIf(
        text -> text.matches("[-0-9.:TZ]*") || DOCUMENT.root().toString().contains(text));
    ids = new LinkedHashSet<>();
    for (var list : List.of("servers", "errors", "alerts?status=all")) {
      collect(api.get("/api/v1/" + list).json(), Set.of("id", "signature", "episode", "key"), ids);
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void theFirstTenantHasSomethingToHide() {
    assertThat(secrets).contains("Web One", "ingest-a", "web-2").hasSizeGreaterThan(20);
    assertThat(ids).contains("web-2", "job-1", "a".repeat(64)).hasSizeGreaterThan(5);
  }

  @Test
  void nobodyElseSeesAnyOfIt() {
    var asked = 0;
    for (var call : everything()) {
      for (var key : keys(call.operation())) {
        var answer = api.exchange(call.to(api).header("x-api-key", key).build());
        asked++;

        assertThat(answer.statusCode()).as("%s: %s", call, answer.body()).isLessThan(500);
        // A refusal repeats what was asked, and an explanation is about nothing else.
        if (answer.statusCode() < 400 && !call.operation().path().endsWith("/explain")) {
          assertThat(leaked(answer)).as("%s: %s", call, answer.body()).isEmpty();
        }
      }
    }
    assertThat(asked).isGreaterThan(1_000);
  }

  @Test
  void whoHasNothingGetsNothing() {
    for (var call : everything()) {
      if (call.operation().method().equals("get")
          && !Documented.isAdministration(DOCUMENT, call.operation())) {
        var answer = api.exchange(call.to(api).header("x-api-key", TestKeys.SOLO).build());
        var isOfOne = !call.path().isEmpty();

        assertThat(answer.statusCode())
            .as("%s: %s", call, answer.body())
            .isIn(isOfOne ? List.of(400, 404) : List.of(200, 400));
        // The ledger tells everybody of what was lost before it was known whose it is.
        var isOfAll = call.operation().path().endsWith("/ledger");
        if (answer.statusCode() == 200 && !isOfAll && call.accept().equals("application/json")) {
          assertNothingIsCounted(call, QueryApi.json(answer.body()));
        }
      }
    }
  }

  @Test
  void nobodyElseChangesAnyOfIt() {
    var before = said(TestKeys.ACME, TestKeys.ACME_ADMIN);
    for (var call : everything()) {
      if (!call.operation().method().equals("get")) {
        api.exchange(call.to(api).header("x-api-key", TestKeys.RIVAL_ADMIN).build());
      }
    }

    assertThat(said(TestKeys.ACME, TestKeys.ACME_ADMIN)).isEqualTo(before);
    assertThat(api.takeRetired()).allMatch(instance -> instance.tenant().equals("rival"));
    assertThat(api.takeCommands()).allMatch(command -> command.getTenant().equals("rival"));
    assertThat(api.decisions()).allMatch(event -> event.getTenant().equals("rival"));
  }

  /** Each operation as documented, and then with each parameter being each of the values. */
  private static List<Call> everything() {
    var calls = new ArrayList<Call>();
    for (var operation : Documented.operations()) {
      for (var type : Call.types(DOCUMENT, operation)) {
        var example = Call.example(DOCUMENT, operation).accepting(type);
        calls.add(example);
        for (var parameter : Call.parameters(DOCUMENT, operation)) {
          Stream.concat(HOSTILE.stream(), ids.stream())
              .map(value -> example.with(parameter, value))
              .forEach(calls::add);
        }
      }
    }
    return calls;
  }

  private static List<String> keys(Operation operation) {
    return Documented.isAdministration(DOCUMENT, operation)
        ? List.of(TestKeys.RIVAL_ADMIN, TestKeys.RIVAL)
        : List.of(TestKeys.RIVAL, TestKeys.SOLO);
  }

  private static List<String> leaked(HttpResponse<String> answer) {
    return secrets.stream().filter(answer.body()::contains).toList();
  }

  /** All texts of the answers to every question as it is documented. */
  private static Set<String> said(String reader, String administrator) {
    var texts = new TreeSet<String>();
    for (var operation : Documented.operations()) {
      if (operation.method().equals("get")) {
        var key = Documented.isAdministration(DOCUMENT, operation) ? administrator : reader;
        var call = Call.example(DOCUMENT, operation);
        var answer = api.exchange(call.to(api).header("x-api-key", key).build());
        if (answer.statusCode() == 200) {
          texts(QueryApi.json(answer.body()), texts);
        }
      }
    }
    return texts;
  }

  private static void texts(JsonNode node, Set<String> texts) {
    if (node.isTextual()) {
      texts.add(node.textValue());
    }
    node.forEach(child -> texts(child, texts));
  }

  private static void collect(JsonNode node, Set<String> names, Set<String> values) {
    for (var field : node.properties()) {
      if (names.contains(field.getKey()) && field.getValue().isTextual()) {
        values.add(field.getValue().textValue());
      }
    }
    node.forEach(child -> collect(child, names, values));
  }

  private static void assertNothingIsCounted(Call call, JsonNode node) {
    for (var field : node.properties()) {
      var value = field.getValue();
      if (!field.getKey().equals("page") && !Set.of("limit", "offset").contains(field.getKey())) {
        assertThat(value.isNumber() && value.asDouble() != 0)
            .as("%s: %s is %s", call, field.getKey(), value)
            .isFalse();
        assertNothingIsCounted(call, value);
      }
    }
    if (node.isArray()) {
      node.forEach(child -> assertNothingIsCounted(call, child));
    }
  }
}
