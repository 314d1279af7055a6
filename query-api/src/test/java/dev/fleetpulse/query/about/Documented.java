package dev.fleetpulse.query.about;

import dev.fleetpulse.devstack.junit.ApiDocument;
import dev.fleetpulse.devstack.junit.ApiDocument.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The OpenAPI document of this API. */
final class Documented {
  private static final String RESOURCE = "/dev/fleetpulse/query/openapi.json";

  private Documented() {}

  static String text() {
    try (var file = Documented.class.getResourceAsStream(RESOURCE)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static ApiDocument api() {
    try {
      return ApiDocument.of(text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Those that need a key; not the live ones, for which LiveIT has a broker. */
  static List<Operation> operations() {
    return api().operations().stream()
        .filter(operation -> operation.path().startsWith("/api/v1/"))
        .filter(operation -> !operation.path().startsWith("/api/v1/live"))
        .toList();
  }

  static boolean isAdministration(ApiDocument api, Operation operation) {
    return api.at(operation.pointer()).path("description").asText().contains("scope `admin`");
  }
}
