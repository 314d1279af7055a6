package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.ingest.verdict.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The OpenAPI document by itself: whether it is one, and holds together. */
class OpenApiTest {
  private static final SchemaRegistry PLAIN =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final String text = read("/dev/fleetpulse/ingest/openapi.json");
  private final ApiDocument api = ApiDocument.of(text);

  OpenApiTest() throws Exception {}

  @Test
  void isOpenApi31() throws Exception {
    assertThat(api.faults()).isEmpty();
    assertThat(ApiDocument.of(text.replace("\"description\"", "\"descripton\"")).faults())
        .isNotEmpty();
  }

  @Test
  void everySchemaIsOneOfJsonSchema202012() throws Exception {
    var schema =
        PLAIN.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

    var schemas = new ArrayList<JsonNode>();
    api.root().at("/components/schemas").forEach(schemas::add);
    schemas.addAll(api.root().findValues("schema"));

    assertThat(schemas).hasSizeGreaterThan(50);
    assertThat(schemas).allSatisfy(it -> assertThat(schema.validate(it)).isEmpty());
    assertThat(schema.validate(ApiDocument.json("{\"type\":\"text\"}"))).isNotEmpty();
  }

  @Test
  void everyReferenceLeadsToAComponentAndEveryComponentIsReferredTo() {
    assertThat(api.looseEnds()).isEmpty();
  }

  @Test
  void examplesAreAsTheirSchemasSay() {
    var heartbeat = api.schema("Heartbeat");
    var error = api.schema("Error");
    var badRequest = api.schema("BadRequest");

    assertExample("LeastHeartbeat", heartbeat);
    assertExample("Heartbeat", heartbeat);
    assertExample("Heartbeats", api.schema("Heartbeats"));
    assertExample("LeastError", error);
    assertExample("Error", error);
    assertExample("Invalid", badRequest);
    assertExample("BrokenBatch", badRequest);
    for (var response : api.at("/components/responses").properties()) {
      for (var type : response.getValue().path("content").properties()) {
        if (type.getValue().has("example")) {
          var pointer =
              "/components/responses/%s/content/%s/schema"
                  .formatted(response.getKey(), type.getKey().replace("/", "~1"));
          assertThat(api.schemaAt(pointer).validate(type.getValue().get("example")))
              .as(pointer)
              .isEmpty();
        }
      }
    }
  }

  @Test
  void knowsEveryReasonOfARefusal() {
    var types = new ArrayList<String>();
    api.at("/components/schemas/ProblemType/enum").forEach(type -> types.add(type.textValue()));

    assertThat(types)
        .containsAll(
            Arrays.stream(Reason.values())
                .map(reason -> "urn:fleetpulse:problem:" + reason.slug())
                .toList());
  }

  @Test
  void everyReportEndpointTakesBothKindsOfKey() {
    assertThat(api.at("/security").findValues("bearer")).hasSize(1);
    assertThat(api.at("/security").findValues("apiKey")).hasSize(1);
    for (var operation : api.operations()) {
      var security = api.at(operation.pointer()).path("security");
      if (operation.path().contains("{project}")) {
        assertThat(security.findValues("sentryHeader")).hasSize(1);
        assertThat(security.findValues("sentryQuery")).hasSize(1);
      } else {
        assertThat(security.isMissingNode()).isEqualTo(operation.method().equals("post"));
        assertThat(security).isEmpty();
      }
    }
  }

  @Test
  void describesEveryEndpoint() {
    assertThat(api.operations())
        .extracting(ApiDocument.Operation::path)
        .containsExactlyInAnyOrder(
            "/api/v1/heartbeat",
            "/api/v1/heartbeats",
            "/api/v1/errors",
            "/api/{project}/envelope/",
            "/api/{project}/store/",
            "/api/v1/canary",
            "/openapi.json");
  }

  private void assertExample(String name, Schema schema) {
    assertThat(schema.validate(api.at("/components/examples/" + name + "/value")))
        .as(name)
        .isEmpty();
  }

  private static String read(String resource) throws Exception {
    try (var stream = OpenApiTest.class.getResourceAsStream(resource)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
