package dev.fleetpulse.devstack.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** An OpenAPI document, what it says of each operation, and whether an answer is as it says. */
public final class ApiDocument {
  /** Where its schemas find each other; nothing is there. */
  private static final String BASE = "https://openapi.invalid/document";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode root;
  private final SchemaRegistry schemas;

  /** One method of one path. */
  public record Operation(String method, String path, String pointer) {
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

  /** Reads a document. */
  public static ApiDocument of(String json) throws IOException {
    return new ApiDocument(json(json));
  }

  /**
   * The same document, by which an object has only the fields that are described. A field that is
   * added to an answer harms no client, but it has to be described.
   */
  public ApiDocument strict() {
    var copy = root.deepCopy();
    for (var properties : copy.findParents("properties")) {
      var schema = (ObjectNode) properties;
      if (!schema.has("additionalProperties") && schema.path("properties").isObject()) {
        schema.put("additionalProperties", false);
      }
    }
    return new ApiDocument(copy);
  }

  /** Text as JSON, decimal numbers exact. */
  public static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /** The whole of it. */
  public JsonNode root() {
    return root;
  }

  /** Whether the document is what OpenAPI 3.1 says one is; empty where it is. */
  public List<com.networknt.schema.Error> faults() throws IOException {
    try (var resource = ApiDocument.class.getResourceAsStream("openapi-document.schema.json")) {
      var schema =
          SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
              .getSchema(
                  new String(resource.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
      return schema.validate(root);
    }
  }

  /** References that lead nowhere, and components that nothing refers to. */
  public SortedSet<String> looseEnds() {
    var referredTo = new TreeSet<>(root.findValuesAsText("$ref"));
    var components = new TreeSet<String>();
    for (var kind : root.get("components").properties()) {
      if (!kind.getKey().equals("securitySchemes")) {
        for (var name : names(kind.getValue())) {
          components.add("#/components/" + kind.getKey() + "/" + name);
        }
      }
    }
    var loose = new TreeSet<>(components);
    loose.removeAll(referredTo);
    referredTo.removeAll(components);
    loose.addAll(referredTo);
    return loose;
  }

  /** What a pointer points at, through references. */
  public JsonNode at(String pointer) {
    return resolved(root.at(pointer));
  }

  /** The node itself, or what it refers to. */
  public JsonNode resolved(JsonNode node) {
    var reference = node.get("$ref");
    return reference == null ? node : at(reference.textValue().substring(1));
  }

  /** The schema of this name. */
  public Schema schema(String name) {
    return schemaAt("/components/schemas/" + name);
  }

  /** The schema that a pointer points at. */
  public Schema schemaAt(String pointer) {
    return schemas.getSchema(SchemaLocation.of(BASE + "#" + pointer));
  }

  /** All methods of all paths, in the document's order. */
  public List<Operation> operations() {
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

  /** The first one of this path. */
  public Operation operation(String path) {
    return operations().stream().filter(it -> it.path().equals(path)).findFirst().orElseThrow();
  }

  /** What it may be answered. */
  public List<Integer> statuses(Operation operation) {
    return names(at(operation.pointer() + "/responses")).stream().map(Integer::valueOf).toList();
  }

  /** The media types that its body may have. */
  public List<String> requestTypes(Operation operation) {
    return names(at(operation.pointer() + "/requestBody/content"));
  }

  /** Status, media type, body and headers must be what the document says. */
  public void assertDocuments(Operation operation, HttpResponse<String> answer) throws IOException {
    var said = "%s: %d %s".formatted(operation, answer.statusCode(), answer.body());
    var pointer = operation.pointer() + "/responses/" + answer.statusCode();
    assertThat(root.at(pointer).isMissingNode()).as("undocumented: " + said).isFalse();
    var response = pointer(pointer);
    var content = at(response + "/content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(said).isEmpty();
    } else {
      // What is written behind it, a character set or the like, does not make it another type.
      var type =
          answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0].strip();
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
