package dev.fleetpulse.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Health health = new Health.Ready();
  private final ManagementServer server =
      new ManagementServer("127.0.0.1", 0, metrics, () -> health);

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void isReadyWhileNothingIsMissing() throws Exception {
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhatIsMissingAndLivesOn() throws Exception {
    health = Health.of(List.of("the broker does not answer"));

    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).contains("the broker does not answer");
    assertThat(get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void isReadyWithoutWhatItCanGoWithoutAndSaysSo() throws Exception {
    health = new Health.Limited(List.of("history is missing"));

    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ok\nhistory is missing\n");
  }

  @Test
  void showsTheMetricsOfTheProcess() throws Exception {
    metrics.counter("records").increment(3);

    assertThat(get("/metrics").body()).contains("records_total 3.0", "jvm_memory_used_bytes");
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var uri = URI.create("http://127.0.0.1:" + server.port() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }
}
