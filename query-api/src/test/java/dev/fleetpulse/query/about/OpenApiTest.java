package dev.fleetpulse.query.about;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.query.request.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The OpenAPI document by itself: whether it is one, and holds together. */
final class OpenApiTest {
  private final ApiDocument api = Documented.api();

  @Test
  void isOpenApi31() throws Exception {
    assertThat(api.faults()).isEmpty();
    var broken = Documented.text().replace("\"description\"", "\"descripton\"");
    assertThat(ApiDocument.of(broken).faults()).isNotEmpty();
  }

  @Test
  void everySchemaIsOneOfJsonSchema202012() throws Exception {
    var schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    var schemas = new ArrayList<JsonNode>();
    api.root().at("/components/schemas").forEach(schemas::add);
    schemas.addAll(api.root().findValues("schema"));

    assertThat(schemas).hasSizeGreaterThan(100);
    assertThat(schemas).allSatisfy(it -> assertThat(schema.validate(it)).isEmpty());
  }

  @Test
  void everyReferenceLeadsToAComponentAndEveryComponentIsReferredTo() {
    assertThat(api.looseEnds()).isEmpty();
  }

  @Test
  void everyOperationHasANameOfItsOwnAndATag() {
    var tags = api.at("/tags").findValuesAsText("name");
    var names = api.root().at("/paths").findValuesAsText("operationId");

    assertThat(names).doesNotHaveDuplicates().hasSameSizeAs(api.operations());
    for (var operation : api.operations()) {
      assertThat(tags).contains(api.at(operation.pointer()).path("tags").path(0).asText());
    }
  }

  @Test
  void everyRefusalIsDocumentedSomewhere() {
    var statuses = new ArrayList<Integer>();
    api.operations().forEach(operation -> statuses.addAll(api.statuses(operation)));

    // A path or a method that is not there belongs to no operation.
    assertThat(statuses)
        .containsAll(
            Arrays.stream(Reason.values())
                .map(Reason::status)
                .filter(status -> status != 405)
                .toList());
  }
}
