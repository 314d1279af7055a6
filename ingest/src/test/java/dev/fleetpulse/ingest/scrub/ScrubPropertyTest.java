package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for any text, and for texts made of what detectors look for. */
class ScrubPropertyTest {
  private static final Detectors DETECTORS =
      new Detectors(new SecretNames(List.of()), List.of(), true);
  private static final TextScrubber TEXTS = new TextScrubber(DETECTORS);

  /** Reads of one character; the worst that is known takes 35. */
  private static final int READS_PER_CHARACTER_MAX = 60;

  private static final List<String> PARTS =
      List.of(
          "password",
          "token",
          "secret",
          "Authorization",
          "cookie",
          "api_key",
          "pwd",
          "=",
          ":",
          " ",
          "\"",
          "'",
          "\\",
          "\\\"",
          "\n",
          "\\n",
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          ",",
          ";",
          "&",
          "?",
          "#",
          "/",
          "://",
          "@",
          "-",
          "--",
          "-----",
          "BEGIN ",
          "END ",
          "PRIVATE KEY-----",
          TestSecrets.named("pem-first-line"),
          TestSecrets.named("pem-last-line"),
          "eyJ",
          "eyJhbGciOiJI",
          ".",
          "Bearer ",
          "Basic ",
          "Digest ",
          "sk_live_",
          "ghp_",
          "xoxb-",
          "AKIA",
          "4111",
          "1111 ",
          "abc",
          "Z",
          "9",
          "null",
          "<",
          ">",
          "</",
          "=>",
          ":=",
          "==",
          "%5D",
          "%3D",
          "user[",
          "a=b",
          "https",
          "u:p@h",
          "fpk_abcdefgh_",
          "é",
          "[REDACTED:",
          "[REDACTED:jwt]",
          "new",
          "self.");

  @Property(tries = 1000)
  void scrubbingAgainChangesNothing(@ForAll("hostileTexts") String text) {
    var once = TEXTS.scrub(text, new Found());
    var again = new Found();

    assertThat(TEXTS.scrub(once, again)).isEqualTo(once);
    assertThat(again.total()).isZero();
  }

  @Property(tries = 1000)
  void scrubbingAgainChangesNothingOfAnyText(@ForAll String text) {
    var once = TEXTS.scrub(text, new Found());

    assertThat(TEXTS.scrub(once, new Found())).isEqualTo(once);
  }

  @Property(tries = 1000)
  void aSecretIsGoneWhereverItStands(
      @ForAll("shapes") Map.Entry<String, String> secret,
      @ForAll("surroundings") String before,
      @ForAll("surroundings") String after) {
    var found = new Found();

    var scrubbed = TEXTS.scrub(before + "\n" + secret.getValue() + "\n" + after, found);

    assertThat(scrubbed).doesNotContain(secret.getValue());
    assertThat(found.total()).isPositive();
  }

  @Property(tries = 1000)
  void aValueUnderASecretNameIsGoneWhateverItIs(
      @ForAll("values") String value, @ForAll("surroundings") String before) {
    var scrubbed =
        TEXTS.scrub(before + "\n{\"user\":\"bob\",\"password\":\"" + value + "\"}", new Found());

    assertThat(scrubbed).endsWith("\"password\":\"[REDACTED:password]\"}");
  }

  @Property(tries = 500)
  void textWithoutTriggersComesBackAsItself(@ForAll("calmTexts") String text) {
    assertThat(TEXTS.scrub(text, new Found())).isSameAs(text);
  }

  @Property(tries = 200)
  void readsEachCharacterABoundedNumberOfTimes(@ForAll("hostileTexts") String text) {
    assertLinear(text);
  }

  @Property(tries = 1)
  void repeatedBeginningsOfSecretsTakeLinearTime() {
    for (var part : PARTS) {
      assertLinear(part);
    }
    for (var unit :
        List.of(
            "a:a:a:@",
            "a@a.",
            "a://",
            "://a:",
            "password='",
            "password=\\\"",
            "pwd=/",
            "pwd='/",
            "token=[Function",
            "<token>",
            ":token>",
            "Cookie: a",
            "cookie:a=",
            "--token ",
            "eyJa.",
            "eyJhbGciOiJIUzI1.",
            TestSecrets.named("pem-first-line") + "\n",
            "aaaa\n" + TestSecrets.named("pem-last-line"),
            "4111-",
            "4111 1111 ",
            "41111111111111111",
            "Bearer a",
            "Basic aa",
            "token: a ",
            "token=a,",
            "token=(",
            "\\n",
            "\\\\\\\\",
            "sk-",
            "hooks.slack.com/services/",
            "[REDACT",
            "token\t\t\t\t=",
            "token=    ",
            "x=null;token=null;",
            "authorization: digest ")) {
      assertLinear(unit);
    }
  }

  private static void assertLinear(String unit) {
    if (unit.isEmpty()) {
      return;
    }
    var text = new CountedText(unit.repeat(1 + 30_000 / unit.length()));

    new Scan(DETECTORS, text, new Found()).from(0);

    assertThat(text.reads())
        .as("reads for %s", unit)
        .isLessThanOrEqualTo((long) READS_PER_CHARACTER_MAX * text.length());
  }

  @Provide
  Arbitrary<String> hostileTexts() {
    var parts = new ArrayList<>(PARTS);
    parts.addAll(TestSecrets.byName().values());
    return Arbitraries.of(parts)
        .list()
        .ofMinSize(1)
        .ofMaxSize(14)
        .map(list -> String.join("", list));
  }

  /** Shapes that are found without a name; a whole line each. */
  @Provide
  Arbitrary<Map.Entry<String, String>> shapes() {
    var named =
        List.of(
            "pw",
            "pem-first-line",
            "pem-last-line",
            "amp",
            "doubled",
            "pw-at",
            "weak",
            "opaque",
            "hex",
            "phrase",
            "cookie",
            "slack-path",
            "own-secret",
            "aws-secret",
            "basic",
            "basic-unpadded");
    return Arbitraries.of(
        TestSecrets.byName().entrySet().stream()
            .filter(entry -> !named.contains(entry.getKey()))
            .toList());
  }

  /** Words, numbers and line ends, in which no quotation or block is left open. */
  @Provide
  Arbitrary<String> surroundings() {
    return Arbitraries.of(
            "at load (/srv/app.js:12:4)",
            "Error",
            "17",
            " ",
            "\n",
            "=",
            ": ",
            "(",
            ")",
            "a-b",
            "é",
            "%20",
            "TypeError: x",
            "{",
            "}",
            "[",
            "]",
            "https://example.com/",
            "user",
            ",",
            "中文")
        .list()
        .ofMaxSize(12)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings()
        .withCharRange('!', '~')
        .excludeChars('"', '\\')
        .ofMinLength(6)
        .ofMaxLength(80)
        .map(value -> "a1" + value);
  }

  @Provide
  Arbitrary<String> calmTexts() {
    var calm = new StringBuilder();
    for (var character = '\0'; character < 256; character++) {
      if (DETECTORS.at(character) == null) {
        calm.append(character);
      }
    }
    return Arbitraries.strings().withChars(calm.toString().toCharArray()).ofMaxLength(200);
  }
}
