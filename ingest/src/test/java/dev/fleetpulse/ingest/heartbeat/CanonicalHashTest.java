package dev.fleetpulse.ingest.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.Json;
import dev.fleetpulse.ingest.Reports;
import dev.fleetpulse.ingest.request.JsonBody;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CanonicalHashTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void hashesTheCanonicalForm() throws Exception {
    var canonical = "{\"a\":[12E-1,0E0,5E2,true,null,],\"b\":\"é\\n\",}";

    var hash = hash("{ \"b\": \"\\u00e9\\n\", \"a\": [1.20, -0.0, 500, true, null] }");

    assertThat(hash).isEqualTo(sha256(canonical));
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

  @Property(tries = 300)
  void writesNumbersByTheirDigits(@ForAll("numbers") BigDecimal number) throws Exception {
    var stripped = number.stripTrailingZeros();
    var canonical = stripped.unscaledValue() + "E" + -stripped.scale();

    assertThat(hash("{\"a\":" + number + "}")).isEqualTo(sha256("{\"a\":" + canonical + ",}"));
  }

  @Property(tries = 300)
  void escapesTextsOnlyWhereJsonDemandsIt(@ForAll("texts") String text) throws Exception {
    var escaped = new StringBuilder();
    JsonStringEncoder.getInstance().quoteAsString(text, escaped);

    assertThat(CanonicalHash.of(JSON.createArrayNode().add(text)))
        .isEqualTo(sha256("[\"" + escaped + "\",]"));
  }

  @Provide
  Arbitrary<BigDecimal> numbers() {
    var any =
        Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-60, 60))
            .as(BigDecimal::new);
    var few =
        Combinators.combine(
                Arbitraries.longs().between(-1_000_000, 1_000_000),
                Arbitraries.integers().between(-12, 12))
            .as((digits, scale) -> BigDecimal.valueOf(digits, scale));
    var edges =
        Arbitraries.of(
            BigDecimal.valueOf(Long.MIN_VALUE),
            BigDecimal.valueOf(Long.MAX_VALUE),
            BigDecimal.valueOf(Long.MIN_VALUE).subtract(BigDecimal.ONE),
            BigDecimal.valueOf(1_000_000_000_000_000_000L));
    return Arbitraries.oneOf(any, few, edges)
        .filter(number -> Math.abs(number.precision() - number.scale()) < 300);
  }

  @Provide
  Arbitrary<String> texts() {
    var plain = Arbitraries.strings().ascii().ofMaxLength(40);
    var odd =
        Arbitraries.strings().withChars("ab\"\\\n\u0000\u001f\u007f\u00e9\u20ac").ofMaxLength(20);
    return Arbitraries.oneOf(plain, odd, Arbitraries.of("\ud83d\ude80", "a\ud83d\ude80b"));
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Json.objects();
  }

  private static ByteBuffer hash(String json) {
    return CanonicalHash.of(Reports.accepted(JsonBody.read(json.getBytes(StandardCharsets.UTF_8))));
  }

  private static ByteBuffer sha256(String canonical) throws NoSuchAlgorithmException {
    return ByteBuffer.wrap(
        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8)));
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
