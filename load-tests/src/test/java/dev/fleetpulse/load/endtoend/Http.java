package dev.fleetpulse.load.endtoend;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Talks to ingest and to the query API as their clients do. */
final class Http implements AutoCloseable {
  private final URI ingest;
  private final URI query;
  private final JsonMapper json =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Http(RunningFleetpulse fleetpulse) {
    ingest = fleetpulse.ingestUrl();
    query = fleetpulse.queryUrl();
  }

  /** The status of the answer. */
  int post(String path, String key, String body) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(ingest.resolve(path))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.discarding()).statusCode();
  }

  JsonNode get(String path, String key) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(query.resolve(path))
            .header("Authorization", "Bearer " + key)
            .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return json.readTree(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
