package dev.fleetpulse.load.check;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Asks the query API for the figures that a check compares. */
public final class QueryApi implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final int PAGE = 500;
  private static final int OK = 200;

  private final URI url;
  private final Optional<String> key;
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Connects to nothing yet.
   *
   * @param url base of the API, for example {@code http://127.0.0.1:9401}
   * @param key with scope {@code read}
   */
  public QueryApi(URI url, Optional<String> key) {
    this.url = url;
    this.key = key;
  }

  /** The figures of everything that is known in a range of hours, whoever sent it. */
  Figures figures(Hours hours) throws IOException, InterruptedException {
    var range = "?from=" + hours.from() + "&to=" + hours.to();
    var analytics = get("/api/v1/analytics" + range);
    var errors = get("/api/v1/errors" + range + "&limit=1");
    return new Figures(
        number(analytics, "heartbeats").longValueExact(),
        number(analytics, "totalTokens").longValueExact(),
        number(analytics, "totalCost"),
        number(analytics, "totalCalls").longValueExact(),
        number(errors, "totalOccurrences").longValueExact());
  }

  /** The ids of all servers whose id, name or app has this text in it; all servers if empty. */
  Set<String> servers(String text) throws IOException, InterruptedException {
    var ids = new HashSet<String>();
    var filter = text.isEmpty() ? "" : "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    for (var offset = 0; ; ) {
      var servers =
          get("/api/v1/servers?sort=name&limit=" + PAGE + "&offset=" + offset + filter)
              .path("servers");
      servers.forEach(server -> ids.add(server.path("id").asText()));
      offset += servers.size();
      if (servers.isEmpty()) {
        return ids;
      }
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER_TIMEOUT);
    key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    var response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() != OK) {
      throw new IOException(
          "GET %s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
    return json.readTree(response.body());
  }

  private static BigDecimal number(JsonNode answer, String field) throws IOException {
    if (!answer.path(field).isNumber()) {
      throw new IOException("The query API's answer has no number " + field + ": " + answer);
    }
    return answer.path(field).decimalValue();
  }
}
