package dev.fleetpulse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An OpenAPI document, what it says of each operation, and whether an answer is as it says. */
final class ApiDocument {
  /** Where its schemas find each other; nothing is there. */
  private static final String BASE = "https://openapi.invalid/document";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode root;
  private final SchemaRegistry schemas;

  /** One method of one path. */
  record Operation(String method, String path, String pointer) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private ApiDocument(JsonNode root) {
    this.root = root;
    this.schemas =
        SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder ->
                builder
                    .schemas(Map.of(BASE, root.toString()))
                    .schemaRegistryConfig(
                        SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .losslessNarrowing(true)
                            .build()));
  }

  static ApiDocument of(String json) throws IOException {
    return new ApiDocument(json(json));
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  JsonNode root() {
    return root;
  }

  /** What a pointer points at, through references. */
  JsonNode at(String pointer) {
    return resolved(root.at(pointer));
  }

  /** The node itself, or what it refers to. */
  JsonNode resolved(JsonNode node) {
    var reference = node.get("$ref");
    return reference == null ? node : at(reference.textValue().substring(1));
  }

  /** The schema of this name. */
  Schema schema(String name) {
    return schemaAt("/components/schemas/" + name);
  }

  Schema schemaAt(String pointer) {
    return schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var path : root.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        operations.add(
            new Operation(
                method.getKey(),
                path.getKey(),
                "/paths/" + escaped(path.getKey()) + "/" + method.getKey()));
      }
    }
    return operations;
  }

  Operation operation(String path) {
    return operations().stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
  }

  List<Integer> statuses(Operation operation) {
    return names(at(operation.pointer() + "/responses")).stream().map(Integer::valueOf).toList();
  }

  List<String> requestTypes(Operation operation) {
    return names(at(operation.pointer() + "/requestBody/content"));
  }

  /** Status, media type, body and headers must be what the document says. */
  void assertDocuments(Operation operation, HttpResponse<String> answer) throws IOException {
    var said = "%s: %d %s".formatted(operation, answer.statusCode(), answer.body());
    var pointer = operation.pointer() + "/responses/" + answer.statusCode();
    assertThat(root.at(pointer).isMissingNode()).as("undocumented: " + said).isFalse();
    var response = pointer(pointer);
    var content = at(response + "/content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(said).isEmpty();
    } else {
      var type = answer.headers().firstValue("Content-Type").orElse("none");
      assertThat(names(content)).as(said).contains(type);
      var schema = schemaAt(response + "/content/" + escaped(type) + "/schema");
      var body = type.startsWith("text/") ? TextNode.valueOf(answer.body()) : json(answer.body());
      assertThat(schema.validate(body)).as(said).isEmpty();
    }
    assertHeaders(response, answer, said);
  }

  private void assertHeaders(String response, HttpResponse<String> answer, String said) {
    var headers = at(response + "/headers");
    for (var name : names(headers)) {
      var pointer = pointer(response + "/headers/" + escaped(name));
      var value = answer.headers().firstValue(name);
      if (value.isPresent()) {
        assertThat(schemaAt(pointer + "/schema").validate(TextNode.valueOf(value.get())))
            .as(name + " of " + said)
            .isEmpty();
      } else {
        assertThat(at(pointer).path("required").asBoolean())
            .as("without " + name + ": " + said)
            .isFalse();
      }
    }
  }

  /** Where a pointer ends at last: itself, or that of what it refers to. */
  private String pointer(String pointer) {
    var reference = root.at(pointer).get("$ref");
    return reference == null ? pointer : pointer(reference.textValue().substring(1));
  }

  private static List<String> names(JsonNode object) {
    var names = new ArrayList<String>();
    if (!(object instanceof MissingNode)) {
      object.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
