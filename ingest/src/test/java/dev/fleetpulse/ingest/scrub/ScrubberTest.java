package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fleetpulse.ingest.Json;
import dev.fleetpulse.ingest.request.JsonBody;
import dev.fleetpulse.ingest.verdict.Verdict;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ScrubberTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Scrubber scrubber = new Scrubber(ScrubSettings.none(), meters);

  @Test
  void aHeartbeatWithoutSecretsStaysAsItIs() {
    var heartbeat =
        """
        {"instanceId":"wlv_a1b2c3d4","timestamp":1775073247574,"version":"0.1.0",
         "server":{"name":"my-api","port":3000,"pid":12345,"bootId":"b-1"},
         "repairs":{"total":3,"lastRepair":{"error":"TypeError: x of undefined","tokens":1820}},
         "usage":{"totalTokens":45000,"byCategory":{"token":{"tokens":12000,"cost":0.04},
           "auth":{"tokens":{{visa}}}},"byModel":{"gpt-4o":{"tokens":30000}}},
         "metadata":{"maxTokens":4096,"author":"jane","commit":"1c2b3d4e5f60718293a4"}}\
        """;
    var document = parsed(TestSecrets.fill(heartbeat));

    assertThat(scrubber.scrub(document).total()).isZero();
    assertThat(document).isEqualTo(parsed(TestSecrets.fill(heartbeat)));
  }

  @Test
  void textsAreScrubbedAtAnyDepth() {
    assertScrubs(
        "{\"a\":[{\"b\":[\"x\",\"key {{ghp}}\"]}],\"stack\":\"at x¶password={{pw}}¶\"}",
        "{\"a\":[{\"b\":[\"x\",\"key [REDACTED:github]\"]}],"
            + "\"stack\":\"at x¶password=[REDACTED:password]¶\"}");
  }

  @Test
  void valuesUnderSecretNamesGoAsAWhole() {
    assertScrubs(
        "{\"dbPassword\":\"a b c\",\"x-api-key\":\"k\",\"GITHUB_TOKEN\":\"null\",\"pin\":1,"
            + "\"secret\":1234,\"token\":true,\"cookie\":null,\"password\":\"\"}",
        "{\"dbPassword\":\"[REDACTED:password]\",\"x-api-key\":\"[REDACTED:api-key]\","
            + "\"GITHUB_TOKEN\":\"[REDACTED:token]\",\"pin\":1,\"secret\":\"[REDACTED:secret]\","
            + "\"token\":true,\"cookie\":null,\"password\":\"\"}");
  }

  @Test
  void underASecretNameOfAnObjectStringsGoAndNumbersStay() {
    assertScrubs(
        "{\"credentials\":{\"user\":\"bob\",\"tries\":3,\"deep\":[{\"x\":\"y\"}],\"pin\":[\"1\"]},"
            + "\"token\":[1,\"a\"]}",
        "{\"credentials\":{\"user\":\"[REDACTED:credentials]\",\"tries\":3,"
            + "\"deep\":[{\"x\":\"[REDACTED:credentials]\"}],\"pin\":[\"[REDACTED:credentials]\"]},"
            + "\"token\":[\"[REDACTED:token]\",\"[REDACTED:token]\"]}");
  }

  @Test
  void headersInListsGoByTheNameBesideThem() {
    assertScrubs(
        "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"abc\"},"
            + "{\"key\":\"DB_PASSWORD\",\"value\":\"x\"},{\"name\":\"Accept\",\"value\":\"*/*\"}]}",
        "{\"headers\":[{\"name\":\"Authorization\",\"value\":\"[REDACTED:authorization]\"},"
            + "{\"key\":\"DB_PASSWORD\",\"value\":\"[REDACTED:password]\"},"
            + "{\"name\":\"Accept\",\"value\":\"*/*\"}]}");
  }

  @Test
  void keysThatAreSecretsGoAndStayApart() {
    assertScrubs(
        "{\"a\":1,\"{{ghp}}\":2,\"{{gho}}\":3,\"{{ghs}}\":4,\"z\":5}",
        "{\"a\":1,\"[REDACTED:github]\":2,\"[REDACTED:github]#2\":3,\"[REDACTED:github]#3\":4,\"z\":5}");
  }

  @Test
  void identifyingFieldsLoseOnlyWhatIsASecretBeyondDoubt() {
    assertScrubs(
        "{\"instanceId\":\"{{visa}}\",\"traceId\":\"token=abc\",\"errorId\":\"{{ghp}}\","
            + "\"bootId\":\"password: hunter22\",\"release\":\"{{visa}}\","
            + "\"fingerprint\":[\"{{visa}}\",\"{{jwt}}\"]}",
        "{\"instanceId\":\"{{visa}}\",\"traceId\":\"token=abc\",\"errorId\":\"[REDACTED:github]\","
            + "\"bootId\":\"password: hunter22\",\"release\":\"{{visa}}\","
            + "\"fingerprint\":[\"{{visa}}\",\"[REDACTED:jwt]\"]}");
  }

  @Test
  void numbersAreCardsOnlyWhereTheirNameSaysSo() {
    assertScrubs(
        "{\"card\":{{visa}},\"cc_number\":{{visa}},\"pan\":4111,\"orders\":{{visa}}}",
        "{\"card\":\"[REDACTED:card]\",\"cc_number\":\"[REDACTED:card]\",\"pan\":4111,"
            + "\"orders\":{{visa}}}");
  }

  @Test
  void aWorkingDirectoryIsNoPassword() {
    assertScrubs(
        "{\"PWD\":\"/srv/app\",\"pwd\":\"x\"}",
        "{\"PWD\":\"/srv/app\",\"pwd\":\"[REDACTED:password]\"}");
  }

  @Test
  void passIsAPasswordOfTextsAndACountOfNumbers() {
    assertScrubs(
        "{\"auth\":{\"user\":\"bob\",\"pass\":\"x\"},\"tests\":{\"pass\":12}}",
        "{\"auth\":{\"user\":\"bob\",\"pass\":\"[REDACTED:password]\"},\"tests\":{\"pass\":12}}");
  }

  @Test
  void aTextThatGrowsStaysWithinItsLimit() {
    var document = parsed("{\"resolution\":\"%s pwd=x1\"}".formatted("y".repeat(1015)));

    scrubber.scrub(document);

    assertThat(document.get("resolution").textValue()).hasSize(1024).contains(" pwd=[RE");
  }

  @Test
  void aGrowingTextIsCutBetweenCharactersOfAnyWidth() {
    var document = parsed("{\"resolution\":\"%s pwd=x1\"}".formatted("😀".repeat(1015)));

    scrubber.scrub(document);

    assertThat(document.get("resolution").textValue()).isEqualTo("😀".repeat(1015) + " pwd=[RED");
  }

  @Test
  void aTextBeyondEveryLimitIsNotCut() {
    var document = parsed("{\"stack\":\"%s pwd=x1\"}".formatted("y".repeat(70_000)));

    scrubber.scrub(document);

    assertThat(document.get("stack").textValue()).endsWith("pwd=[REDACTED:password]");
  }

  @Test
  void countsByKind() {
    scrubber.scrub(parsed(TestSecrets.fill("{\"a\":\"{{ghp}} {{gho}}\",\"password\":\"x\"}")));

    assertThat(counted("github")).isEqualTo(2);
    assertThat(counted("password")).isEqualTo(1);
    assertThat(counted("jwt")).isZero();
  }

  @Test
  void takesEmailsOutOnlyWhereItIsTold() {
    var text = TestSecrets.fill("mail to {{email}}, please");

    assertThat(scrubber.scrub(text)).isSameAs(text);
    assertThat(new Scrubber(new ScrubSettings(List.of(), List.of(), true), meters).scrub(text))
        .isEqualTo("mail to [REDACTED:email], please");
  }

  @Test
  void takesOutWhatTheOperatorAdded() {
    var added =
        new Scrubber(
            new ScrubSettings(
                List.of("badge-number"),
                List.of(SecretPrefix.word(Kind.CUSTOM, "acme_", Alphabet.HEX, 16)),
                false),
            meters);
    var text = "badgeNumber=17 acme_0123456789abcdef0 acme_0123";

    assertThat(scrubber.scrub(text)).isSameAs(text);
    assertThat(added.scrub(text))
        .isEqualTo("badgeNumber=[REDACTED:custom] [REDACTED:custom] acme_0123");
  }

  @Property(tries = 300)
  void scrubbingADocumentAgainChangesNothing(@ForAll("objects") ObjectNode document) {
    document.put("message", TestSecrets.fill("password={{pw}} {{jwt}}"));
    scrubber.scrub(document);
    var once = document.deepCopy();

    assertThat(scrubber.scrub(document).total()).isZero();
    assertThat(document).isEqualTo(once);
  }

  @Provide
  Arbitrary<ObjectNode> objects() {
    return Json.objects();
  }

  private double counted(String kind) {
    return meters.get("fleetpulse.ingest.scrubbed").tag("kind", kind).counter().count();
  }

  private void assertScrubs(String template, String expected) {
    var document = parsed(escaped(template));
    scrubber.scrub(document);

    assertThat(document.toString()).isEqualTo(parsed(escaped(expected)).toString());
    assertThat(scrubber.scrub(document).total()).isZero();
  }

  private static String escaped(String template) {
    return TestSecrets.fill(template.replace("¶", "\\n"));
  }

  private static ObjectNode parsed(String json) {
    return switch (JsonBody.read(json.getBytes(StandardCharsets.UTF_8))) {
      case Verdict.Accepted<ObjectNode>(var document) -> document;
      case Verdict.Refused<ObjectNode>(var refusal) ->
          throw new AssertionError("Refused: " + refusal);
    };
  }
}
