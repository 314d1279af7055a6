package dev.fleetpulse.query.about;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import dev.fleetpulse.query.QueryApi;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One request as the OpenAPI document has it, and its variations. */
record Call(
    Operation operation,
    Map<String, String> path,
    Map<String, String> query,
    String body,
    String accept) {

  /** A parameter as it is documented. */
  record Parameter(String name, boolean isInPath, boolean isRequired, JsonNode schema) {}

  /** The documented example: path parameters, what is required, and the body. */
  static Call example(ApiDocument api, Operation operation) {
    var path = new LinkedHashMap<String, String>();
    var query = new LinkedHashMap<String, String>();
    for (var node : api.at(operation.pointer() + "/parameters")) {
      var parameter = api.resolved(node);
      var isInPath = parameter.path("in").textValue().equals("path");
      if (isInPath || parameter.path("required").asBoolean()) {
        (isInPath ? path : query)
            .put(parameter.path("name").textValue(), parameter.path("example").asText());
      }
    }
    var body = api.at(operation.pointer() + "/requestBody/content/application~1json/example");
    return new Call(
        operation, path, query, body.isMissingNode() ? "" : body.toString(), "application/json");
  }

  /** The media types of a good answer that a client may ask for. */
  static List<String> types(ApiDocument api, Operation operation) {
    var hasFile = !api.at(operation.pointer() + "/responses/200/content/text~1csv").isMissingNode();
    return hasFile ? List.of("application/json", "text/csv") : List.of("application/json");
  }

  static List<Parameter> parameters(ApiDocument api, Operation operation) {
    var parameters = new ArrayList<Parameter>();
    for (var node : api.at(operation.pointer() + "/parameters")) {
      var parameter = api.resolved(node);
      parameters.add(
          new Parameter(
              parameter.path("name").textValue(),
              parameter.path("in").textValue().equals("path"),
              parameter.path("required").asBoolean(),
              parameter.path("schema")));
    }
    return parameters;
  }

  Call with(Parameter parameter, String value) {
    var changed = new LinkedHashMap<>(parameter.isInPath() ? path : query);
    changed.put(parameter.name(), value);
    return parameter.isInPath()
        ? new Call(operation, changed, query, body, accept)
        : new Call(operation, path, changed, body, accept);
  }

  Call asking(String name, String value) {
    var changed = new LinkedHashMap<>(query);
    changed.put(name, value);
    return new Call(operation, path, changed, body, accept);
  }

  Call accepting(String type) {
    return new Call(operation, path, query, body, type);
  }

  Call saying(String text) {
    return new Call(operation, path, query, text, accept);
  }

  /** The request without a key. */
  HttpRequest.Builder to(QueryApi api) {
    var request =
        api.request(uri())
            .header("Accept", accept)
            .method(
                operation.method().toUpperCase(Locale.ROOT),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return body.isEmpty() ? request : request.header("Content-Type", "application/json");
  }

  private String uri() {
    var uri = operation.path();
    for (var value : path.entrySet()) {
      uri = uri.replace("{" + value.getKey() + "}", encoded(value.getValue()));
    }
    var separator = '?';
    for (var value : query.entrySet()) {
      uri += separator + value.getKey() + "=" + encoded(value.getValue());
      separator = '&';
    }
    return uri;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return operation.method() + " " + uri() + " " + body;
  }
}
