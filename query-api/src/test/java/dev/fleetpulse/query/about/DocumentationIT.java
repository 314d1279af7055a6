package dev.fleetpulse.query.about;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fleetpulse.devstack.junit.Components;
import dev.fleetpulse.devstack.junit.RealComponents;
import dev.fleetpulse.query.QueryApi;
import dev.fleetpulse.query.TestFleet;
import dev.fleetpulse.query.TestKeys;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of docs/api.md: each call with an answer behind it is made, and the answer must have
 * what the documented one has. Figures differ, for the documented ones come from another fleet.
 */
@ExtendWith(RealComponents.class)
final class DocumentationIT {
  private static final Path PAGE = Path.of("../docs/api.md");
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "```bash\\n(curl [^`]*?)\\n```\\n(?:[^`\\n][^\\n]*\\n|\\n)*```json\\n(.*?)```",
          Pattern.DOTALL);
  private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:9401(/[^\" ]*)");
  private static final Pattern METHOD = Pattern.compile("-X ([A-Z]+)");
  private static final Pattern BODY = Pattern.compile("-d '([^']*)'", Pattern.DOTALL);

  private static QueryApi api;

  /** A call and the answer that stands behind it. */
  record Example(String call, JsonNode answer) {
    @Override
    public String toString() {
      return call;
    }
  }

  @BeforeAll
  static void start(Components components) throws Exception {
    TestFleet.write(components);
    api = QueryApi.withFleet(components);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  static Stream<Example> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> new Example(found.group(1), QueryApi.json(found.group(2))));
  }

  @Test
  void thePageHasExamples() throws IOException {
    assertThat(examples()).hasSizeGreaterThan(12);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAnsweredLikeThat(Example example) {
    // The ids of the fleet that is here.
    var call =
        example
            .call()
            .replace("\\\n", " ")
            .replace("$SIGNATURE", "a".repeat(64))
            .replace("web-9", "job-1")
            .replace("\"instanceId\": \"web-1\"", "\"instanceId\": \"web-new\"");
    var address = ADDRESS.matcher(call);
    assertThat(address.find()).isTrue();
    var body = BODY.matcher(call);
    var hasBody = body.find();
    var method = METHOD.matcher(call);
    var key = call.contains("$KEY") ? TestKeys.ACME : TestKeys.ACME_OWNER;
    var request =
        api.request(address.group(1))
            .header("Authorization", "Bearer " + key)
            .method(
                method.find() ? method.group(1) : hasBody ? "POST" : "GET",
                hasBody ? BodyPublishers.ofString(body.group(1)) : BodyPublishers.noBody())
            .build();

    var answer = api.send(request);

    var isProblem = example.answer().path("type").asText().startsWith("urn:fleetpulse:problem:");
    assertThat(answer.status() / 100).as(answer.body()).isEqualTo(isProblem ? 4 : 2);
    assertHas(example.answer(), answer.json(), "");
  }

  /** Every field that is documented is there, and is of the same kind where both are known. */
  private static void assertHas(JsonNode documented, JsonNode answered, String where) {
    if (documented.isObject() && answered.isObject() && !isNamedByData(where)) {
      for (var field : documented.properties()) {
        assertThat(answered.has(field.getKey())).as("%s.%s", where, field.getKey()).isTrue();
        assertHas(field.getValue(), answered.get(field.getKey()), where + "." + field.getKey());
      }
    } else if (documented.isArray() && answered.isArray()) {
      if (!documented.isEmpty() && !answered.isEmpty()) {
        assertHas(documented.get(0), answered.get(0), where + "[0]");
      }
    } else if (!documented.isNull() && !answered.isNull() && !isNamedByData(where)) {
      assertThat(answered.getNodeType()).as(where).isEqualTo(documented.getNodeType());
    }
  }

  /** Fields whose names, or whose whole content, instances have chosen. */
  private static boolean isNamedByData(String where) {
    return List.of(
            ".lastHeartbeat",
            ".tokensByCategory",
            ".costByModel",
            ".stores",
            ".refusals",
            ".lostBy",
            ".evidence",
            ".summary",
            ".tags",
            ".context")
        .stream()
        .anyMatch(name -> where.endsWith(name) && !where.equals(".evidence"));
  }
}
