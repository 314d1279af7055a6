package dev.fleetpulse.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RealComponents.class)
class RegistryIT {
  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void idsSurviveARestartAndAKill(Components components, @TempDir Path folder) throws Exception {
    var storage = components.timescale();
    String id;
    try (var registry = started(storage, folder)) {
      id = register(registry, "heartbeat");
    }
    try (var registry = started(storage, folder)) {
      assertThat(schema(registry, id)).contains("heartbeat");
      var another = register(registry, "another");
      assertThat(another).isNotEqualTo(id);
      registry.process().orElseThrow().kill();

      try (var afterKill = started(storage, folder)) {
        assertThat(register(afterKill, "heartbeat")).isEqualTo(id);
        assertThat(register(afterKill, "another")).isEqualTo(another);
        assertThat(schema(afterKill, another)).contains("another");
      }
    }
  }

  private static Registry started(Database storage, Path folder) throws InterruptedException {
    var registry =
        new Registry(
            ComponentCache.registry(),
            Ports.free(),
            Ports.free(),
            storage,
            folder.resolve("registry.log"));
    registry.start();
    registry.awaitReady();
    return registry;
  }

  private String register(Registry registry, String name) throws Exception {
    var body =
        """
        {"schema": "{\\"type\\": \\"record\\", \\"name\\": \\"%s\\", \\"fields\\": []}"}
        """
            .formatted(name);
    return answer(
        HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + name + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private String schema(Registry registry, String answerOfRegister) throws Exception {
    var id = answerOfRegister.replaceAll("\\D", "");
    return answer(
        HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id)).build());
  }

  private String answer(HttpRequest request) throws IOException, InterruptedException {
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}
