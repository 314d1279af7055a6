package dev.fleetpulse.ingest.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.fleetpulse.service.Env;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrubSettingsTest {
  @Test
  void addsNothingByDefault() {
    assertThat(from("KAFKA", "x")).isEqualTo(ScrubSettings.none());
  }

  @Test
  void readsNamesPrefixesAndEmails() {
    var settings =
        ScrubSettings.from(
            new Env(
                Map.of(
                    "FLEETPULSE_SCRUB_NAMES", "badge-number, internalSig",
                    "FLEETPULSE_SCRUB_PREFIXES", "acme_:24:alnum,x:y:16:base64url",
                    "FLEETPULSE_SCRUB_EMAILS", "true")));

    assertThat(settings.names()).containsExactly("badge-number", "internalSig");
    assertThat(settings.prefixes())
        .containsExactly(
            SecretPrefix.word(Kind.CUSTOM, "acme_", Alphabet.ALNUM, 24),
            SecretPrefix.word(Kind.CUSTOM, "x:y", Alphabet.BASE64URL, 16));
    assertThat(settings.emails()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ab", "a b c", "näme", "name,,other", "---", "tokens", "instanceId", "id"})
  void refusesNamesThatAreNoneOrTakeAwayFieldsOfTheProtocol(String names) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> from("SCRUB_NAMES", names))
        .withMessageContaining("FLEETPULSE_SCRUB_NAMES");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "acme_",
        "acme_:24",
        "acme_:x:alnum",
        "acme_:24:klingon",
        "ab:24:alnum",
        "acme_:8:alnum",
        "acme_:999:alnum",
        "12345:24:alnum",
        ":24:alnum",
        "::"
      })
  void refusesPrefixesThatAreIncompleteOrTooShort(String prefixes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> from("SCRUB_PREFIXES", prefixes))
        .withMessageContaining("FLEETPULSE_SCRUB_PREFIXES");
  }

  @Test
  void refusesAFlagThatIsNeitherTrueNorFalse() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> from("SCRUB_EMAILS", "yes"))
        .withMessage("FLEETPULSE_SCRUB_EMAILS must be true or false: yes");
  }

  @Test
  void refusesMoreThanAHundredNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> from("SCRUB_NAMES", "abc,".repeat(100) + "abc"))
        .withMessageContaining("at most 100");
  }

  private static ScrubSettings from(String name, String value) {
    return ScrubSettings.from(new Env(Map.of("FLEETPULSE_" + name, value)));
  }
}
