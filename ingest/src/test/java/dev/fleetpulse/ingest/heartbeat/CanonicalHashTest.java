package dev.fleetpulse.ingest.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.Json;
import dev.fleetpulse.ingest.Reports;
import dev.fleetpulse.ingest.request.JsonBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CanonicalHashTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void hashesTheCanonicalForm() throws Exception {
    var canonical = "{\"a\":[12E-1,0E0,5E2,true,null,],\"b\":\"é\\n\",}";
    var expected =
        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));

    var hash = hash("{ \"b\": \"\\u00e9\\n\", \"a\": [1.20, -0.0, 500, true, null] }");

    assertThat(hash).isEqualTo(ByteBuffer.wrap(expected));
  }

  @Test
  void isTheSameHoweverADocumentIsWritten() {
    assertThat(hash("{\"a\":1,\"b\":[100,\"x\"]}"))
        .isEqualTo(hash("{\"b\":[1.00e2,\"\\u0078\"],\n \"a\":1.0}"));
  }

  @Test
  void tellsDocumentsApart() {
    var documents =
        new String[] {
          "{}", "{\"a\":1}", "{\"a\":\"1\"}", "{\"a\":null}", "{\"a\":[1]}", "{\"a\":{}}",
          "{\"a\":[]}", "{\"a\":10}", "{\"a\":-1}", "{\"a\":[1,2]}", "{\"a\":[2,1]}", "{\"b\":1}",
          "{\"a\":\"1,\"}", "{\"a\":true}"
        };

    assertThat(documents).extracting(CanonicalHashTest::hash).doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void doesNotDependOnTheOrderOfKeys(@ForAll("objects") ObjectNode object, @ForAll long seed) {
    var shuffled = shuffled(object, new Random(seed));

    assertThat(CanonicalHash.of(shuffled)).isEqualTo(CanonicalHash.of(object));
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Json.objects();
  }

  private static ByteBuffer hash(String json) {
    return CanonicalHash.of(Reports.accepted(JsonBody.read(json.getBytes(StandardCharsets.UTF_8))));
  }

  private static JsonNode shuffled(JsonNode value, Random random) {
    if (value instanceof ObjectNode object) {
      var names = new ArrayList<String>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      var result = JSON.createObjectNode();
      names.forEach(name -> result.set(name, shuffled(object.get(name), random)));
      return result;
    }
    if (value.isArray()) {
      var result = JSON.createArrayNode();
      value.forEach(element -> result.add(shuffled(element, random)));
      return result;
    }
    return value;
  }
}
