package dev.fleetpulse.query.about;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import dev.fleetpulse.query.limit.KeyLimitSettings;
import dev.fleetpulse.service.limit.Limit;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OWASP API Security Top 10 of 2023, a test each, in its order. */
@ExtendWith(RealComponents.class)
final class OwaspIT {
  private static final ApiDocument DOCUMENT = Documented.api();
  private static final String SIGNATURE = "a".repeat(64);

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

  /** {@link IsolationIT} has the matrix; here are things that are there, but not for everybody. */
  @Test
  void api1BrokenObjectLevelAuthorization() {
    for (var thing :
        List.of("servers/web-2", "servers/web-2/repairs", "errors/" + SIGNATURE, "alerts/e1")) {
      assertThat(api.get("/api/v1/" + thing).status()).as(thing).isEqualTo(200);
      assertThat(api.get("/api/v1/" + thing, TestKeys.SOLO).status()).as(thing).isEqualTo(404);
    }
  }

  @Test
  void api2BrokenAuthentication() {
    var secret = TestKeys.ACME.substring(TestKeys.ACME.lastIndexOf('_') + 1);
    for (var key :
        List.of(
            "",
            "fpk_acmeread_",
            "fpk_acmeread_" + secret.substring(1),
            "fpk_rivlread_" + secret,
            TestKeys.ACME.toUpperCase(Locale.ROOT),
            TestKeys.ACME + "a",
            "null")) {
      var answer = api.get("/api/v1/servers", key);
      assertThat(answer.status()).as(key).isEqualTo(401);
      assertThat(answer.body()).doesNotContain(secret);
    }
    var inTheQuery = api.send(api.request("/api/v1/servers?key=" + TestKeys.ACME).build());
    assertThat(inTheQuery.status()).isEqualTo(401);
    var inACookie =
        api.send(api.request("/api/v1/servers").header("Cookie", "key=" + TestKeys.ACME).build());
    assertThat(inACookie.status()).isEqualTo(401);
  }

  /** Nobody says whose a thing is but the key, and fields that nobody asked for are refused. */
  @Test
  void api3BrokenObjectPropertyLevelAuthorization() {
    var decision = "{\"action\":\"resolve\",\"by\":\"eve\",\"tenant\":\"acme\"}";
    var answer = api.patch("/api/v1/errors/" + SIGNATURE, decision, TestKeys.RIVAL_ADMIN);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/errors/0/parameter").textValue()).isEqualTo("\"tenant\"");
    assertThat(api.get("/api/v1/servers?tenant=acme", TestKeys.RIVAL).status()).isEqualTo(400);
  }

  @Test
  void api4UnrestrictedResourceConsumption(Components components) throws Exception {
    assertThat(api.get("/api/v1/servers?limit=501").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/errors?offset=1000001").status()).isEqualTo(400);
    assertThat(api.get("/api/v1/analytics?period=9999d").status()).isEqualTo(400);
    assertThat(api.post("/api/v1/errors/explain", "x".repeat(600 * 1024)).status()).isEqualTo(413);
    var once = new KeyLimitSettings(new Limit("key", 1, Duration.ofHours(1)), 8);
    try (var limited = QueryApi.limitedTo(once, components)) {
      assertThat(limited.get("/api/v1/errors").status()).isEqualTo(200);
      assertThat(limited.get("/api/v1/errors").status()).isEqualTo(429);
    }
  }

  /** Who may read may not decide, and the other way round. */
  @Test
  void api5BrokenFunctionLevelAuthorization() {
    for (var operation : Documented.operations()) {
      var call = Call.example(DOCUMENT, operation);
      var wrong =
          Documented.isAdministration(DOCUMENT, operation) ? TestKeys.ACME : TestKeys.INGEST_ONLY;
      var answer = api.exchange(call.to(api).header("x-api-key", wrong).build());
      assertThat(answer.statusCode()).as("%s", call).isEqualTo(403);
    }
  }

  /** A decision is somebody's: it needs a name, and who is not there can't be retired. */
  @Test
  void api6UnrestrictedAccessToSensitiveBusinessFlows() {
    var nameless = api.patch("/api/v1/errors/" + SIGNATURE, "{\"action\":\"resolve\"}");
    assertThat(nameless.status()).isEqualTo(400);
    assertThat(api.delete("/api/v1/servers/nobody", TestKeys.ACME_ADMIN).status()).isEqualTo(404);
    assertThat(api.takeRetired()).isEmpty();
    assertThat(api.takeCommands()).isEmpty();
  }

  /** No parameter and no field of any body is an address that would be asked. */
  @Test
  void api7ServerSideRequestForgery() {
    for (var operation : Documented.operations()) {
      for (var parameter : Call.parameters(DOCUMENT, operation)) {
        assertThat(parameter.name().toLowerCase(Locale.ROOT))
            .doesNotContain("url", "uri", "host", "webhook", "callback");
        assertThat(parameter.schema().path("format").asText()).isNotEqualTo("uri");
      }
      var body = DOCUMENT.at(operation.pointer() + "/requestBody").toString();
      assertThat(body.toLowerCase(Locale.ROOT)).doesNotContain("url", "webhook", "callback");
    }
  }

  @Test
  void api8SecurityMisconfiguration() {
    var broken =
        api.exchange(
            api.request("/api/v1/servers?limit=x")
                .header("x-api-key", TestKeys.ACME)
                .header("Origin", "https://evil.invalid")
                .build());

    assertThat(headers(broken))
        .doesNotContain("server", "x-powered-by", "access-control-allow-origin", "set-cookie");
    assertThat(broken.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(broken.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(broken.body()).doesNotContain("Exception", ".java", "at dev.", "SELECT", "jetty");
    assertThat(api.get("/webjars/../openapi.json").status()).isIn(200, 400, 404);
    assertThat(api.get("/metrics").status()).isEqualTo(404);
  }

  /** {@link OpenApiIT} shows that the document and the server have the same endpoints. */
  @Test
  void api9ImproperInventoryManagement() {
    assertThat(api.endpoints())
        .allMatch(endpoint -> endpoint.matches("[A-Z]+ /(api/v1/|openapi.json|docs).*"));
    assertThat(api.get("/api/v0/servers").status()).isEqualTo(404);
    assertThat(api.get("/api/servers").status()).isEqualTo(404);
  }

  /** What instances say of themselves comes back as data, never as markup or as another field. */
  @Test
  void api10UnsafeConsumptionOfApis(Components components) throws Exception {
    TestFleet.write(
        components,
        """
        INSERT INTO error_groups
        SELECT (jsonb_populate_record(error_groups, jsonb_build_object(
          'signature', repeat('e', 64), 'title', '<script>alert(1)</script>","status":"x',
          'count', 1, 'app', 'hostile'))).*
        FROM error_groups
        WHERE tenant = 'acme' AND app = 'shop' LIMIT 1
        """);
    var answer =
        api.exchange(
            api.request("/api/v1/errors?app=hostile").header("x-api-key", TestKeys.ACME).build());

    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    var group = QueryApi.json(answer.body()).at("/groups/0");
    assertThat(group.get("title").textValue())
        .isEqualTo("<script>alert(1)</script>\",\"status\":\"x");
    assertThat(group.get("status").textValue()).isNotEqualTo("x");
  }

  private static Set<String> headers(HttpResponse<String> answer) {
    return answer.headers().map().keySet();
  }
}
