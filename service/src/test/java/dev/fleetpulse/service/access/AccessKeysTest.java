package dev.fleetpulse.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fleetpulse.service.access.AccessDecision.Forbidden;
import dev.fleetpulse.service.access.AccessDecision.Granted;
import dev.fleetpulse.service.access.AccessDecision.Unauthenticated;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeysTest {
  private static final String SECRET = "0123456789abcdefghijABCDEFGHIJ01";

  /** Of the secret, by sha256sum. */
  private static final String SHA256 =
      "97fb3002a2cf4fc92c42c707796e328e0f35f00270aa4b7585372e3bc7cc00ab";

  private final AccessKeys keys =
      AccessKeys.parse("sender01:acme:ingest:" + SHA256 + ", reader01:acme:read+admin:" + SHA256);

  @Test
  void grantsAKnownKeyItsScope() {
    assertThat(keys.decide("Bearer fpk_sender01_" + SECRET, null, Scope.INGEST))
        .isEqualTo(new Granted("sender01", "acme"));
    assertThat(keys.decide(null, "fpk_reader01_" + SECRET, Scope.ADMIN))
        .isEqualTo(new Granted("reader01", "acme"));
  }

  @Test
  void forbidsAnotherScope() {
    assertThat(keys.decide("bearer fpk_sender01_" + SECRET, null, Scope.READ))
        .isInstanceOf(Forbidden.class);
  }

  @Test
  void refusesAWrongSecret() {
    var wrong = SECRET.replace('0', '9');

    assertThat(keys.decide("Bearer fpk_sender01_" + wrong, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
  }

  @Test
  void refusesAnUnknownId() {
    assertThat(keys.decide("Bearer fpk_nobody01_" + SECRET, null, Scope.INGEST))
        .isInstanceOf(Unauthenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer ", "Bearer fpk_x_y", "Basic YTpi", "fpk_sender01_"})
  void refusesWhatIsNotAKeyWithoutRepeatingIt(String authorization) {
    assertThat(keys.decide(authorization, null, Scope.INGEST))
        .isInstanceOfSatisfying(
            Unauthenticated.class,
            refused -> assertThat(refused.reason()).doesNotContain("sender01"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sender01:acme:ingest",
        "short:acme:ingest:" + SHA256,
        "sender01:ACME:ingest:" + SHA256,
        "sender01:acme:everything:" + SHA256,
        "sender01:acme:ingest:abcd",
        "sender01:acme:ingest:" + SHA256 + ",sender01:acme:read:" + SHA256
      })
  void refusesASettingThatIsNotAListOfKeys(String setting) {
    assertThatThrownBy(() -> AccessKeys.parse(setting))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
