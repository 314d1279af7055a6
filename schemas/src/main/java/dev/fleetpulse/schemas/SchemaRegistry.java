package dev.fleetpulse.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A client of the Confluent registry's REST interface, which Confluent, Apicurio, Karapace and
 * Redpanda all serve.
 *
 * <p>What was answered once is kept for good, because ids never change their meaning: a registry
 * that goes away later hurts nobody who has met the schema before. What can't be answered is asked
 * again with growing pauses until the patience is over.
 */
public final class SchemaRegistry implements Schemas, AutoCloseable {
  private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String url;
  private final Retry retry;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Registered, Integer> ids = new ConcurrentHashMap<>();
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();

  private record Registered(String subject, Schema schema) {}

  private record Answer(int status, String body) {}

  /**
   * Asks nothing yet.
   *
   * @param url base of the interface, for example {@code http://127.0.0.1:9422/apis/ccompat/v7}
   * @param patience how long to go on asking a registry that does not answer
   */
  public SchemaRegistry(String url, Duration patience) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.retry = Retry.of("schema-registry", retrying(patience));
  }

  @Override
  public int register(String subject, Schema schema) {
    return ids.computeIfAbsent(
        new Registered(subject, schema),
        key -> {
          var id = registerNow(subject, schema);
          schemas.putIfAbsent(id, schema);
          return id;
        });
  }

  /** The id under which a subject holds a schema already, without registering it. */
  public OptionalInt lookUp(String subject, Schema schema) {
    var answer = post("/subjects/" + encoded(subject), Map.of("schema", schema.toString()));
    return switch (answer.status) {
      case 200 -> OptionalInt.of(parsed(answer).path("id").asInt());
      case 404 -> OptionalInt.empty();
      default -> throw unexpected("looking up a schema of " + subject, answer);
    };
  }

  @Override
  public Schema byId(int id) {
    return schemas.computeIfAbsent(id, this::fetch);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private int registerNow(String subject, Schema schema) {
    var answer =
        post("/subjects/" + encoded(subject) + "/versions", Map.of("schema", schema.toString()));
    var id =
        switch (answer.status) {
          case 200 -> parsed(answer).path("id").asInt();
          case 409, 422 -> throw new IncompatibleSchemaException(subject, answer.body);
          default -> throw unexpected("registering a schema of " + subject, answer);
        };
    setRule(subject);
    return id;
  }

  /**
   * From the first version on, the registry itself refuses what older readers and writers of the
   * subject could not live with.
   */
  private void setRule(String subject) {
    var answer = putRule(subject);
    if (answer.status == 409) {
      // Another process set it between the registry's look and its write; now there is one to set.
      answer = putRule(subject);
    }
    if (answer.status != 200) {
      throw unexpected("setting the compatibility rule of " + subject, answer);
    }
  }

  private Answer putRule(String subject) {
    return send(
        "PUT", "/config/" + encoded(subject), Map.of("compatibility", "BACKWARD_TRANSITIVE"));
  }

  private Schema fetch(int id) {
    var answer = send("GET", "/schemas/ids/" + id, null);
    return switch (answer.status) {
      case 200 -> parsedSchema(id, answer);
      case 404 -> throw new UnknownSchemaException(id);
      default -> throw unexpected("fetching schema " + id, answer);
    };
  }

  private Schema parsedSchema(int id, Answer answer) {
    try {
      return new Schema.Parser().parse(parsed(answer).path("schema").asText());
    } catch (SchemaParseException e) {
      throw new RegistryUnavailableException("schema " + id + " is not Avro", e);
    }
  }

  private Answer post(String path, Map<String, String> body) {
    return send("POST", path, body);
  }

  private Answer send(String method, String path, Map<String, String> body) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", MEDIA_TYPE)
            .header("Content-Type", MEDIA_TYPE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text(body)))
            .build();
    try {
      return retry.executeCallable(() -> exchange(request));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException(method + " " + url + path, e);
    } catch (Exception e) {
      throw new RegistryUnavailableException(method + " " + url + path, e);
    }
  }

  private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
    var response = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    if (response.statusCode() >= 500 || response.statusCode() == 429) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return new Answer(response.statusCode(), response.body());
  }

  private String text(Map<String, String> body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A map of strings is always JSON", e);
    }
  }

  private JsonNode parsed(Answer answer) {
    try {
      return json.readTree(answer.body);
    } catch (JsonProcessingException e) {
      throw new RegistryUnavailableException("its answer is not JSON", e);
    }
  }

  private static RegistryUnavailableException unexpected(String attempt, Answer answer) {
    return new RegistryUnavailableException(attempt, answer.status + " " + answer.body);
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }

  private static RetryConfig retrying(Duration patience) {
    var attempts = 1;
    var pauses = IntervalFunction.ofExponentialBackoff(FIRST_PAUSE, 2, LONGEST_PAUSE);
    for (var waited = 0L; waited < patience.toMillis(); attempts++) {
      waited += pauses.apply(attempts);
    }
    return RetryConfig.custom()
        .maxAttempts(attempts)
        .intervalFunction(pauses)
        .retryExceptions(IOException.class)
        .build();
  }
}
