package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts with secrets and texts without, each a case of its own. In the resource files {@code
 * {{name}}} stands for a secret of {@link TestSecrets} and ¶ for a line end.
 */
class ScrubCorpusTest {
  private static final TextScrubber TEXTS =
      new TextScrubber(new Detectors(new SecretNames(List.of()), List.of(), false));

  /** One line of {@code secrets.txt}: {@code kind | text}. */
  record Secret(String kind, String template) {
    static Secret of(String line) {
      var divider = line.indexOf(" | ");
      return new Secret(line.substring(0, divider).strip(), line.substring(divider + 3));
    }

    @Override
    public String toString() {
      return kind + ": " + template;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("secrets")
  void secretsAreTakenOutAndNothingElse(Secret secret) {
    var text = TestSecrets.fill(secret.template());
    var found = new Found();

    var scrubbed = TEXTS.scrub(text, found);

    assertThat(scrubbed).isEqualTo(TestSecrets.redacted(secret.template(), secret.kind()));
    assertThat(found.byKind()).hasSize(1);
    assertThat(found.byKind().keySet().iterator().next().label()).isEqualTo(secret.kind());
    assertThat(TEXTS.scrub(scrubbed, new Found())).isSameAs(scrubbed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plainTexts")
  void whatOnlyLooksLikeASecretStays(String template) {
    var text = TestSecrets.fill(template);
    var found = new Found();

    assertThat(TEXTS.scrub(text, found)).isSameAs(text);
    assertThat(found.total()).isZero();
  }

  @Test
  void theCorpusIsLarge() {
    assertThat(secrets().distinct()).hasSizeGreaterThanOrEqualTo(150);
    assertThat(plainTexts().distinct()).hasSizeGreaterThanOrEqualTo(150);
  }

  static Stream<Secret> secrets() {
    return lines("secrets.txt").map(Secret::of);
  }

  static Stream<String> plainTexts() {
    return lines("plain-texts.txt");
  }

  private static Stream<String> lines(String name) {
    try (var stream = ScrubCorpusTest.class.getResourceAsStream("/scrub/" + name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("# "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
